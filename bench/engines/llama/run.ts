// What the process around llama.cpp costs: the same model asked through it and within this program, by turns.
// nice -n 19 node bench/engines/llama/run.ts [--rounds 10] [--tokens 200] [--dims 256] [--layers 8] [--file model.gguf]
// Needs the llama engine: `schoolbook engines add llama`.
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { seededRandom, systemRuntime } from "../../../src/core/runtime.ts";
import { userFolder } from "../../../src/core/user-folder.ts";
import { openLlamaChat } from "../../../src/engines/llama/chat-model.ts";
import type { ChatEvent } from "../../../src/spec/chat.ts";
import { PLAIN_CHATML, tinyModel } from "../../../test/gguf/tiny-model.ts";
import { percentile } from "../../stores/statistics.ts";
import { idleCpu, processorMs } from "./processor-time.ts";
import { openWithin } from "./within.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "10" },
    tokens: { type: "string", default: "200" },
    dims: { type: "string", default: "256" },
    layers: { type: "string", default: "8" },
    file: { type: "string" },
    idle: { type: "string", default: "10" },
  },
});
const rounds = Number(values.rounds);
const maxTokens = Number(values.tokens);

/** One reply: until its first piece, how many tokens a second after that, and what each took of the processor. */
type Timing = { readonly firstMs: number; readonly perSecond: number; readonly processorMs: number };

const enginesFolder = join(userFolder(process.env), "engines");
const folder = mkdtempSync(join(tmpdir(), "schoolbook-bench-"));
try {
  const file = values.file ?? writeModel();
  const megabytes = statSync(file).size / 1e6;
  const opening = performance.now();
  const runtime = systemRuntime({ random: seededRandom(1) });
  await using there = await openLlamaChat({ file, enginesFolder, runtime, threads: 1, concurrency: 4 });
  const openMs = performance.now() - opening;
  const within = await openWithin(file, enginesFolder);
  const timings = { there: [] as Timing[], within: [] as Timing[] };
  for (let round = -1; round < rounds; round += 1) {
    const prompt = [{ role: "user", content: `${round} ${"Tell me about the rain in Bergen. ".repeat(20)}` }] as const;
    const { tokens } = await there.render(prompt);
    const turns = [
      async () => keep("there", round, await timed(there.generate({ prompt, maxTokens }), there.pid())),
      async () => keep("within", round, await timed(within.generate(tokens, maxTokens), undefined)),
    ];
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
  }
  console.log(`${megabytes.toFixed(0)} MB of weights, one thread, ${rounds} rounds of ${maxTokens} tokens, by turns`);
  console.log(`opened in ${openMs.toFixed(0)} ms: process, engine, model, context`);
  report("first token", "ms", (timing) => timing.firstMs);
  report("speed", "tokens/s", (timing) => timing.perSecond);
  report("processor", "ms/token", (timing) => timing.processorMs);
  const [inProcess, inside] = [timings.there, timings.within].map((side) =>
    side.reduce((sum, one) => sum + one.processorMs, 0),
  );
  console.log(
    `in all           ${((inProcess ?? 0) / (inside ?? 1)).toFixed(3)} times the processor time of the same within`,
  );
  const together = await throughput(there);
  console.log(`four at once     ${together.toFixed(0)} tokens/s together`);
  const idle = await idleCpu(there.pid() ?? 0, Number(values.idle));
  console.log(
    `idle             ${idle.milliseconds} ms of processor time in ${values.idle} s, ${idle.megabytes.toFixed(0)} MB resident`,
  );

  function keep(side: "there" | "within", round: number, timing: Timing): void {
    if (round >= 0) timings[side].push(timing); // why: the first round warms both up
  }

  function report(what: string, unit: string, of: (timing: Timing) => number): void {
    const [there50, within50] = [timings.there, timings.within].map((all) => percentile(all.map(of), 0.5));
    const ratios = timings.there.map((timing, index) => of(timing) / of(timings.within[index] ?? timing));
    const [low, middle, high] = [0.1, 0.5, 0.9].map((share) => percentile(ratios, share).toFixed(3));
    const plain = (value = Number.NaN): string => value.toFixed(value < 10 ? 2 : 1).padStart(8);
    console.log(
      `${what.padEnd(16)} ${plain(there50)} ${unit} in a process, ${plain(within50)} within; ratio ${middle} (${low} to ${high})`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(); // why: contexts of the model within this program keep threads of their own

function writeModel(): string {
  const sizes = { dims: Number(values.dims), layers: Number(values.layers) };
  writeFileSync(join(folder, "model.gguf"), tinyModel({ ...sizes, template: PLAIN_CHATML, contextTokens: 2048 }));
  return join(folder, "model.gguf");
}

/** Replies may end before their limit: what counts is the tokens that were written. */
async function timed(pieces: AsyncIterable<ChatEvent | string>, pid: number | undefined): Promise<Timing> {
  const busyMs = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000 + (pid === undefined ? 0 : processorMs(pid));
  };
  const busyBefore = busyMs();
  const started = performance.now();
  let firstMs: number | undefined;
  let tokens = 0;
  for await (const piece of pieces) {
    firstMs ??= performance.now() - started;
    if (typeof piece === "string") tokens += 1;
    else if (piece.kind === "finish") tokens = piece.usage.outputTokens.total;
  }
  const rest = performance.now() - started - (firstMs ?? 0);
  const perSecond = (tokens - 1) / (rest / 1000);
  return { firstMs: firstMs ?? Number.NaN, perSecond, processorMs: (busyMs() - busyBefore) / tokens };
}

async function throughput(model: Awaited<ReturnType<typeof openLlamaChat>>): Promise<number> {
  const started = performance.now();
  const replies = Array.from({ length: 8 }, async (_, index) => {
    for await (const event of model.generate({ prompt: [{ role: "user", content: `Town ${index}` }], maxTokens })) {
      if (event.kind === "finish") return event.usage.outputTokens.total;
    }
    return 0;
  });
  const tokens = (await Promise.all(replies)).reduce((sum, count) => sum + count, 0);
  return tokens / ((performance.now() - started) / 1000);
}
