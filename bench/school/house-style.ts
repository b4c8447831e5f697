// Teaches nano one house's style from 300 examples and examines it on 200 questions of unseen companies:
// `node bench/school/house-style.ts --threads 2`. Needs the llama engine.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { houseQuestions, houseRows, scoreHouse } from "../../lab/world/house-rows.ts";
import { systemRuntime } from "../../src/core/runtime.ts";
import { userFolder } from "../../src/core/user-folder.ts";
import { openLlamaChat, type LlamaChatModel } from "../../src/engines/llama/chat-model.ts";
import { wilson } from "../../src/exam/statistics/wilson.ts";
import type { ChatAdapter } from "../../src/spec/chat.ts";
import type { TrainChecks } from "../../src/spec/training.ts";
import { builtinTrainer } from "../../src/trainers/builtin/trainer.ts";
import { convertToGguf } from "../../src/weights/convert-to-gguf.ts";
import { convertLoraToGguf } from "../../src/weights/lora/convert-lora-to-gguf.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    examples: { type: "string", default: "300" },
    questions: { type: "string", default: "200" },
    /** Of the rows, how many say that it is missing: with many more, nano soon calls everything missing. */
    missing: { type: "string", default: "0.1" },
    rank: { type: "string", default: "12" },
    alpha: { type: "string", default: "24" },
    epochs: { type: "string", default: "4" },
    rate: { type: "string", default: "0.0006" },
    batch: { type: "string", default: "4" },
    threads: { type: "string", default: "1" },
    base: { type: "string", default: "models/nano" },
    out: { type: "string", default: ".bench/school/house-style" },
    /** How many replies of each exam are printed. */
    show: { type: "string", default: "0" },
    keep: { type: "boolean", default: false },
  },
});
const BASE = values.base;
const MAX_TOKENS = 120;
const TICKS_PER_SECOND = 100;
const folder = resolve(values.out);
const runtime = systemRuntime();

if (!values.keep) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
if (!existsSync(join(folder, "adapter", "adapter_model.safetensors"))) await train();
const adapter = join(folder, "adapter.gguf");
await convertLoraToGguf({ folder: join(folder, "adapter"), baseFolder: BASE, out: adapter, name: "house-style" });
console.log(
  `adapter: ${megabytes(join(folder, "adapter", "adapter_model.safetensors"))} MB as safetensors, ${megabytes(adapter)} MB as GGUF`,
);
const gguf = join(folder, "nano.gguf");
if (!existsSync(gguf)) await convertToGguf({ folder: BASE, out: gguf, format: "F16" });
await using model = await openLlamaChat({
  file: gguf,
  enginesFolder: join(userFolder(process.env), "engines"),
  runtime,
  // why: a model this small is slower on two threads than on one.
  threads: 1,
  contextTokens: 2048,
});
const tuned = { name: "house-style", path: adapter };
await examine(model, "tuned, right passage alone", { kind: "single", asked: false, adapter: tuned });
await examine(model, "tuned, among 4 misleading ones", { kind: "distractors4", asked: false, adapter: tuned });
await examine(model, "tuned, unanswerable", { kind: "unanswerable", asked: false, adapter: tuned });
await examine(model, "base, asked for it in words, right passage alone", { kind: "single", asked: true });
await examine(model, "base, not asked, right passage alone", { kind: "single", asked: false });

async function train(): Promise<void> {
  const began = performance.now();
  const examples = houseRows({
    seed: values.seed,
    count: Number(values.examples),
    companies: 12,
    missing: Number(values.missing),
  });
  let pid = 0;
  let peak = 0;
  let busy = 0;
  let checks: TrainChecks | undefined;
  for await (const event of builtinTrainer.create(runtime).train({
    name: "house-style",
    base: "nano",
    baseFolder: BASE,
    examples,
    rank: Number(values.rank),
    alpha: Number(values.alpha),
    learningRate: Number(values.rate),
    epochs: Number(values.epochs),
    batchSize: Number(values.batch),
    maxTokens: 2048,
    seed: Number(values.seed),
    threads: Number(values.threads),
    folder,
  })) {
    if (event.kind === "begin") {
      pid = event.pid ?? 0;
      console.log(
        `${examples.length} examples, ${event.tokens} tokens, ${event.supervised} learnt from, ${event.steps} steps, ${values.threads} threads`,
      );
    }
    if (event.kind === "step") {
      peak = Math.max(peak, peakMegabytes(pid));
      busy = busySeconds(pid);
      if (event.step % 20 === 0 || event.step === 1) console.log(`  step ${event.step}: loss ${event.loss.toFixed(4)}`);
    }
    if (event.kind === "finish") ({ checks } = event);
  }
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `trained in ${seconds.toFixed(1)} s, of the processor ${busy.toFixed(1)} s, ${peak.toFixed(0)} MB at most, largest shift ${checks?.largestShift?.toFixed(2)}`,
  );
}

/** The training process's own count of the most memory that it has held. */
function peakMegabytes(pid: number): number {
  const status = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, "utf8") : "";
  return Number(/VmHWM:\s*(\d+)/u.exec(status)?.[1] ?? 0) / 1024;
}

/** Seconds that its threads have computed: what the clock would say on a machine with nothing else to do, times threads. */
function busySeconds(pid: number): number {
  const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, "utf8") : "";
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_PER_SECOND;
}

type Exam = Parameters<typeof houseQuestions>[2] & { readonly adapter?: ChatAdapter };

async function examine(chat: LlamaChatModel, title: string, { adapter: used, ...options }: Exam): Promise<void> {
  const questions = houseQuestions(values.seed, Number(values.questions), options);
  let valid = 0;
  let right = 0;
  for (const [at, question] of questions.entries()) {
    let reply = "";
    const request = {
      prompt: question.messages,
      maxTokens: MAX_TOKENS,
      temperature: 0,
      ...(used && { adapter: used }),
    };
    for await (const event of chat.generate(request)) if (event.kind === "text-delta") reply += event.text;
    if (at < Number(values.show)) console.log(`  ${reply}\n    wanted ${JSON.stringify(question.expected.answers)}`);
    const score = scoreHouse(reply, question);
    valid += Number(score.valid);
    right += Number(score.right);
  }
  console.log(
    `${title}: strict JSON valid ${share(valid, questions.length)}, fields right ${share(right, questions.length)}`,
  );
}

function share(hits: number, count: number): string {
  const { low, high } = wilson(hits, count);
  const percent = (value: number): string => (value * 100).toFixed(1);
  return `${percent(hits / count)} % (${percent(low)} to ${percent(high)})`;
}

function megabytes(path: string): string {
  return (statSync(path).size / 1e6).toFixed(2);
}
