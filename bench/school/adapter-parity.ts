// Holds an adapter as GGUF in llama.cpp against the trainer's own numbers on 20 prompts, for nano and for a Llama toy:
// `node bench/school/adapter-parity.ts --llama FOLDER`; FOLDER holds node_modules/node-llama-cpp.
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { examRows } from "../../lab/world/write-exam.ts";
import { openAdapted } from "../../src/trainers/builtin/open-adapted.ts";
import { createBytePairTokenizer } from "../../src/weights/byte-pair-tokenizer.ts";
import { renderChat } from "../../src/weights/chat-template.ts";
import { convertToGguf } from "../../src/weights/convert-to-gguf.ts";
import { convertLoraToGguf } from "../../src/weights/lora/convert-lora-to-gguf.ts";
import { readTokenizerFile } from "../../src/weights/tokenizer/tokenizer-file.ts";
import { writeToyBase } from "../../test/training/toy-base.ts";
import { toyPlan, trainAll } from "../../test/training/toy-plan.ts";
import { type LlamaModel, loadLlama } from "../weights/load-llama.ts";

const { values } = parseArgs({
  options: {
    llama: { type: "string", default: "." },
    /** An adapter of nano in PEFT's layout; without it a small one is trained. */
    adapter: { type: "string" },
    out: { type: "string", default: ".bench/school/parity" },
    cache: { type: "string", default: "F32" },
  },
});
const PROMPTS = 20;
const TOP = 5;
/** Keys and values in 32 bits: what is compared are the weights and not a rounded cache. */
const EXACT = { flashAttention: false, experimentalKvCacheKeyType: "F32", experimentalKvCacheValueType: "F32" };
const folder = resolve(values.out);
mkdirSync(folder, { recursive: true });

const toy = join(folder, "llama-toy");
await writeToyBase(toy, { architecture: "llama", tied: false });
await compare("qwen3 (nano)", "models/nano", values.adapter ?? (await trained("nano", "models/nano")));
await compare("llama (toy)", toy, await trained("llama-toy", toy));
process.exit(0); // why: node-llama-cpp keeps the process alive

/** A few steps at a high rate: what is compared must differ from its base. */
async function trained(name: string, base: string): Promise<string> {
  const run = join(folder, `${name}-run`);
  const learningRate = name === "nano" ? 0.003 : 0.03;
  await trainAll(toyPlan({ base, folder: run, learningRate, epochs: 4, rank: 12 }));
  return join(run, "adapter");
}

async function compare(title: string, baseFolder: string, adapterFolder: string): Promise<void> {
  const name = title.split(" ")[0] ?? "";
  const [gguf, lora] = [join(folder, `${name}.gguf`), join(folder, `${name}-lora.gguf`)];
  if (!existsSync(gguf)) await convertToGguf({ folder: baseFolder, out: gguf, format: "F16" });
  await convertLoraToGguf({ folder: adapterFolder, baseFolder, out: lora, name });
  const tokenizer = createBytePairTokenizer(await readTokenizerFile(join(baseFolder, "tokenizer.json")));
  const prompts = examRows({ seed: "parity", questions: PROMPTS, kind: "single" }).map(({ messages, reference }, at) =>
    tokenizer.encode(renderChat(messages, { reply: true }) + reference.slice(0, (at % 2) * 24), "parse"),
  );
  const ours = await openAdapted({
    baseFolder,
    adapterFolder,
    maxTokens: Math.max(...prompts.map((one) => one.length)),
  });
  const { model } = await loadLlama(values.llama, gguf);
  let worst = 0;
  let moved = 0;
  for (const tokens of prompts) {
    const wanted = ours.next(tokens);
    const base = ours.next(tokens, "base");
    const found = await llamaNext(model, lora, tokens);
    const best = [...wanted.keys()].toSorted((one, other) => (wanted[other] ?? 0) - (wanted[one] ?? 0)).slice(0, TOP);
    for (const token of best) {
      worst = Math.max(worst, Math.abs((found.get(token) ?? Number.NaN) - (wanted[token] ?? 0)));
      moved = Math.max(moved, Math.abs((base[token] ?? 0) - (wanted[token] ?? 0)));
    }
  }
  console.log(
    `${title}: top ${TOP} of ${PROMPTS} prompts, largest difference of a log-probability ${worst.toExponential(2)}; the adapter moves them by up to ${moved.toFixed(2)}`,
  );
}

async function llamaNext(
  model: LlamaModel,
  lora: string,
  tokens: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const context = await model.createContext({
    contextSize: 1024,
    threads: { ideal: 1, min: 1 },
    lora: { adapters: [{ filePath: lora, scale: 1 }] },
    ...(values.cache === "F16" ? {} : EXACT),
  });
  const sequence = context.getSequence();
  const [last, ...before] = tokens.toReversed();
  const results = await sequence.controlledEvaluate([
    ...before.toReversed(),
    [last, { generateNext: { logits: true } }],
  ]);
  const logits = results.at(-1)?.next.logits ?? new Map<number, number>();
  const most = Math.max(...logits.values());
  const total = most + Math.log([...logits.values()].reduce((sum, logit) => sum + Math.exp(logit - most), 0));
  await context.dispose();
  return new Map([...logits].map(([token, logit]) => [token, logit - total]));
}
