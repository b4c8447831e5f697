// Customers' messages into 77 intents by a tuned nano that is held to the labels, beside the nearest messages by BM25:
// `node bench/school/banking77.ts`. Needs the llama engine.
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { systemRuntime } from "../../src/core/runtime.ts";
import { userFolder } from "../../src/core/user-folder.ts";
import { type LlamaChatModel, openLlamaChat } from "../../src/engines/llama/chat-model.ts";
import type { ChatAdapter, ChatRequest } from "../../src/spec/chat.ts";
import { builtinTrainer } from "../../src/trainers/builtin/trainer.ts";
import { convertToGguf } from "../../src/weights/convert-to-gguf.ts";
import { convertLoraToGguf } from "../../src/weights/lora/convert-lora-to-gguf.ts";
import type { LabelledText } from "../ranking/data-sets.ts";
import { indexAll, withSqliteStore } from "../ranking/fill-store.ts";
import { NEIGHBOURS, vote } from "../ranking/nearest-intent.ts";
import { rankDocuments } from "../ranking/rank-set.ts";
import { drawPerLabel, exampleOf, importRows, shuffledRows } from "./labels/label-rows.ts";
import { differenceText, type LabelScores, scoreLabels } from "./labels/label-scores.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    /** Training rows of each label; there are 130 on the average. */
    each: { type: "string", default: "100" },
    /** Drawn by the seed; 0: all 3,080. */
    questions: { type: "string", default: "1000" },
    /** Of those, how many are also answered by the likelihood of each label, which takes 77 times as long. */
    scored: { type: "string", default: "100" },
    /** `rest`: training rows that are not trained on, for choosing settings without a look at the test. */
    on: { type: "string", default: "test" },
    rank: { type: "string", default: "16" },
    rate: { type: "string", default: "0.003" },
    epochs: { type: "string", default: "1" },
    batch: { type: "string", default: "8" },
    threads: { type: "string", default: "1" },
    out: { type: "string", default: ".bench/school/banking77" },
    /** Goes on with the adapter that is there. */
    keep: { type: "boolean", default: false },
  },
});
const BASE = "models/nano";
const MAX_TOKENS = 32;
const folder = resolve(values.out);
const seed = Number(values.seed);
const runtime = systemRuntime();

if (!values.keep) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const train = importRows("train", folder);
const test = importRows("test", folder);
const labels = [...new Set(train.map(({ label }) => label))].toSorted();
const written = new Set(labels.map((one) => JSON.stringify(one)));
const { drawn, rest } = drawPerLabel(train, Number(values.each), seed);
const pool = shuffledRows(values.on === "rest" ? rest : test, seed);
const questions = pool.slice(0, Number(values.questions) || pool.length);
console.log(
  `${labels.length} labels, ${drawn.length} rows to train on, ${questions.length} questions of ${values.on === "rest" ? "the other rows" : "the test"}, seed ${seed}`,
);

// why: a message must not find itself.
const asked = new Set(questions);
const all = train.filter((row) => !asked.has(row));
const floor = await searchFloor("all training rows", all);
const sameFloor = await searchFloor(`${values.each} rows a label`, drawn);
if (!existsSync(join(folder, "adapter", "adapter_model.safetensors"))) await teach();
const [gguf, lora] = [join(folder, "nano.gguf"), join(folder, "adapter.gguf")];
await convertToGguf({ folder: BASE, out: gguf, format: "F16" });
await convertLoraToGguf({ folder: join(folder, "adapter"), baseFolder: BASE, out: lora, name: "banking77" });
await using model = await openLlamaChat({
  file: gguf,
  enginesFolder: join(userFolder(process.env), "engines"),
  runtime,
  threads: 1,
  contextTokens: 512,
});
const tuned = { name: "banking77", path: lora };
const held = { json: { enum: labels } };
await report("nano, held to the labels", await replies(model, held));
const free = await report("nano tuned, not held", await replies(model, { adapter: tuned }));
const bound = await report("nano tuned, held to the labels", await replies(model, { adapter: tuned, ...held }));
console.log(`tuned and held minus not held:              ${differenceText(bound, free)}`);
console.log(`tuned and held minus the vote, same rows:   ${differenceText(bound, sameFloor)}`);
console.log(`tuned and held minus the vote, all rows:    ${differenceText(bound, floor)}`);
await compareScoring(Number(values.scored));

async function report(title: string, said: readonly string[], of = questions): Promise<LabelScores> {
  const scores = await scoreLabels(of, said);
  const known = said.filter((one) => labels.includes(one) || written.has(one)).length;
  console.log(`${title.padEnd(43)} ${scores.text}; ${known} replies are labels`);
  return scores;
}

/** The label of the most similar message, and the vote of the ten most similar, which is the floor. */
async function searchFloor(title: string, rows: readonly LabelledText[]): Promise<LabelScores> {
  const found = await nearest(rows);
  await report(
    `nearest by BM25, ${title}`,
    found.map(([first = ""]) => first),
  );
  return report(
    `vote of ${NEIGHBOURS}, ${title}`,
    found.map((near) => vote(near.slice(0, NEIGHBOURS)) ?? ""),
  );
}

/** Labels of the most similar messages, by the default store. */
async function nearest(rows: readonly LabelledText[]): Promise<readonly (readonly string[])[]> {
  const filled = indexAll(rows.map(({ text }, at) => ({ id: String(at), title: "", text })));
  const searched = questions.map(({ text }) => ({
    text,
    group: text,
    relevant: new Set<string>(),
    answerable: true,
    answers: [],
  }));
  const rankings = await withSqliteStore(filled, async (store) => rankDocuments({ store, questions: searched }));
  return rankings.map((ranked) => ranked.map((id) => rows[Number(id)]?.label ?? ""));
}

async function teach(): Promise<void> {
  const began = performance.now();
  const plan = {
    name: "banking77",
    base: "nano",
    baseFolder: BASE,
    examples: drawn.map(exampleOf),
    rank: Number(values.rank),
    alpha: 2 * Number(values.rank),
    learningRate: Number(values.rate),
    epochs: Number(values.epochs),
    batchSize: Number(values.batch),
    maxTokens: 512,
    seed,
    threads: Number(values.threads),
    folder,
  };
  for await (const event of builtinTrainer.create(runtime).train(plan)) {
    if (event.kind === "begin") console.log(`${event.tokens} tokens, ${event.steps} steps`);
    if (event.kind === "step" && event.step % 100 === 0)
      console.log(`  step ${event.step}: loss ${event.loss.toFixed(3)}`);
  }
  console.log(`trained in ${((performance.now() - began) / 1000).toFixed(0)} s on ${values.threads} thread(s)`);
}

async function replies(chat: LlamaChatModel, how: Pick<ChatRequest, "json" | "adapter">): Promise<readonly string[]> {
  const said: string[] = [];
  for (const { text } of questions) {
    let reply = "";
    const request = {
      prompt: [{ role: "user", content: text } as const],
      maxTokens: MAX_TOKENS,
      temperature: 0,
      ...how,
    };
    for await (const event of chat.generate(request)) if (event.kind === "text-delta") reply += event.text;
    said.push(reply);
  }
  return said;
}

/** The label that is likeliest as a whole, where holding a reply to the labels takes the likeliest beginning. */
async function compareScoring(count: number): Promise<void> {
  const some = questions.slice(0, count);
  if (some.length === 0) return;
  const said: string[] = [];
  for (const { text } of some) said.push(await likeliest(text, tuned));
  const scored = await report(`nano tuned, likeliest label as a whole`, said, some);
  const first = { ...bound, right: bound.right.slice(0, some.length) };
  console.log(`likeliest as a whole minus held:            ${differenceText(scored, first)}`);
}

async function likeliest(text: string, adapter: ChatAdapter): Promise<string> {
  const choices = [...written];
  const scores = await model.score([{ role: "user", content: text }], choices, { adapter });
  const best = scores.reduce((most, { logProbability }) => Math.max(most, logProbability), Number.NEGATIVE_INFINITY);
  return choices[scores.findIndex(({ logProbability }) => logProbability === best)] ?? "";
}
