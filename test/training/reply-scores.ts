// What a trainer gives the tokens of its replies, beside what the server gives them from the exported files.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { z } from "zod";

import { openLlamaChat } from "../../src/engines/llama/chat-model.ts";
import type { TrainExample } from "../../src/spec/training.ts";
import { openAdapted } from "../../src/trainers/builtin/open-adapted.ts";
import { encodeExample } from "../../src/trainers/builtin/rows/encode-example.ts";
import { createBytePairTokenizer } from "../../src/weights/byte-pair-tokenizer.ts";
import { convertToGguf } from "../../src/weights/convert-to-gguf.ts";
import { convertLoraToGguf } from "../../src/weights/lora/convert-lora-to-gguf.ts";
import { readTokenizerFile } from "../../src/weights/tokenizer/tokenizer-file.ts";
import { llamaOptions } from "../llama-engine.ts";

/** One list for each reply, one number for each of its tokens; the token that ends the turn is left out. */
export type ReplyScores = readonly (readonly number[])[];

/** A row as the trainer reads it, and where its one reply begins. */
export type TrainedRow = { readonly tokens: readonly number[]; readonly first: number };

export async function trainedRows(
  baseFolder: string,
  examples: readonly TrainExample[],
): Promise<readonly TrainedRow[]> {
  const tokenizer = createBytePairTokenizer(await readTokenizerFile(join(baseFolder, "tokenizer.json")));
  return examples.map((example, at) => {
    const { tokens, weights } = encodeExample(example, { tokenizer, maxTokens: 512, line: at + 1 });
    const learnt = [...weights.keys()].filter((place) => (weights[place] ?? 0) > 0);
    return { tokens: [...tokens].slice(0, learnt.at(-1)), first: learnt[0] ?? 0 };
  });
}

export type Scored = { readonly baseFolder: string; readonly adapterFolder: string };

export async function builtinScores(
  rows: readonly TrainedRow[],
  { baseFolder, adapterFolder }: Scored,
  which: "adapted" | "base" = "adapted",
): Promise<ReplyScores> {
  const adapted = await openAdapted({ baseFolder, adapterFolder, maxTokens: 512 });
  return rows.map(({ tokens, first }) =>
    tokens.slice(first).map((token, at) => adapted.next(tokens.slice(0, first + at), which)[token] ?? Number.NaN),
  );
}

const scoresSchema = z.array(z.array(z.number()));

export function peftScores(
  rows: readonly TrainedRow[],
  { baseFolder, adapterFolder, python }: Scored & { readonly python: string },
): ReplyScores {
  const script = fileURLToPath(new URL("../trainers/reply_scores.py", import.meta.url));
  const told = execFileSync(python, ["-B", script, baseFolder, adapterFolder], {
    input: JSON.stringify(rows),
    encoding: "utf8",
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...process.env, HF_HUB_OFFLINE: "1", OMP_NUM_THREADS: "1" },
  });
  return scoresSchema.parse(JSON.parse(told));
}

export type Served = {
  /** The prompt's tokens as the server renders them. */
  readonly prompts: readonly (readonly number[])[];
  readonly scores: ReplyScores;
};

/** By llama.cpp from the GGUF files of base and adapter, in the project's own engine, given the same conversations. */
export async function serve(
  examples: readonly TrainExample[],
  { baseFolder, adapterFolder, folder }: Scored & { readonly folder: string },
): Promise<Served> {
  const [file, path] = [join(folder, "base.gguf"), join(folder, "adapter.gguf")];
  await convertToGguf({ folder: baseFolder, out: file, format: "F16" });
  await convertLoraToGguf({ folder: adapterFolder, baseFolder, out: path, name: "toy" });
  await using model = await openLlamaChat({ ...llamaOptions(), file, contextTokens: 512, concurrency: 1 });
  const prompts: (readonly number[])[] = [];
  const scores: (readonly number[])[] = [];
  for (const { messages } of examples) {
    const reply = messages.at(-1)?.content;
    const prompt = messages.slice(0, -1);
    if (typeof reply !== "string") throw new TypeError("a reply of this test is a text");
    prompts.push((await model.render(prompt)).tokens);
    const [scored] = await model.score(prompt, [reply], { adapter: { name: "toy", path } });
    scores.push(scored?.tokenLogProbabilities ?? []);
  }
  return { prompts, scores };
}

/** The largest difference of two numbers in the same place; not a number where one side has more. */
export function largestDifference(one: ReplyScores, other: ReplyScores): number {
  const differences = one.flatMap((scores, row) =>
    scores.map((score, at) => Math.abs(score - (other[row]?.[at] ?? Number.NaN))),
  );
  const isWhole = one.every((scores, row) => scores.length === other[row]?.length);
  return isWhole ? Math.max(...differences) : Number.NaN;
}
