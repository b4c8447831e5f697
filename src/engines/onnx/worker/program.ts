// The program that an onnx process runs: loads one model and its tokenizer, and embeds or ranks what it is given.
import { readFileSync } from "node:fs";

import { SchoolbookError } from "../../../core/errors.ts";
import { serve, type Service } from "../../child/serve.ts";
import { EMBED, type Facts, RANK, SETTINGS, type Settings } from "../messages.ts";
import { batchByLength } from "./batches.ts";
import { type Binding, openBinding } from "./binding.ts";
import { loadModel, type Model, type Output } from "./model.ts";
import { poolTokens, unitVector } from "./pool-tokens.ts";
import { createTextEncoder, type EncodedText, type TextEncoder } from "./text-encoder.ts";

const settings = SETTINGS.parse(JSON.parse(process.argv[2] ?? ""));
await serve(async () => start(settings), settings.memoryMb);

async function start(given: Settings): Promise<Service> {
  const binding = await openBinding(given.engineFolder);
  const encoder = openEncoder(binding, given);
  const model = await loadModel(binding.runtime, given);
  const loaded = { model, encoder, settings: given };
  if (given.role === "reranker") {
    const facts: Facts = { dims: 0, output: model.output };
    return { facts, methods: { rank: async (params, { signal }) => rank(params, signal, loaded) } };
  }
  const dims = await dimsOf(loaded);
  const facts: Facts = { dims, output: model.output };
  return { facts, methods: { embed: async (params, { signal }) => embed(params, signal, loaded) } };
}

type Loaded = { readonly model: Model; readonly encoder: TextEncoder; readonly settings: Settings };

function openEncoder(
  { createTokenizer }: Binding,
  { tokenizerFile, tokenizerConfig, maxTokens }: Settings,
): TextEncoder {
  const config = tokenizerConfig === undefined ? {} : readJson(tokenizerConfig);
  const tokenizer = createTokenizer(readJson(tokenizerFile), config);
  return createTextEncoder(tokenizer, maxTokens, padToken(config));
}

function readJson(file: string): object {
  const parsed: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (typeof parsed === "object" && parsed !== null) return parsed;
  throw new SchoolbookError("input_invalid", `${file} holds no JSON object.`);
}

/** Written as a string, or as an object with the string in it. */
function padToken(config: object): string | undefined {
  const token: unknown = "pad_token" in config ? config.pad_token : undefined;
  if (typeof token === "string") return token;
  const content: unknown =
    typeof token === "object" && token !== null && "content" in token ? token.content : undefined;
  return typeof content === "string" ? content : undefined;
}

async function dimsOf({ model, encoder }: Loaded): Promise<number> {
  const told = model.shape.at(-1);
  if (typeof told === "number" && told > 0) return told;
  const { dims } = await model.run([encoder.single("a")], encoder.padId);
  return dims.at(-1) ?? 0;
}

async function embed(
  params: unknown,
  signal: AbortSignal,
  { model, encoder, settings: { pooling } }: Loaded,
): Promise<string[]> {
  const { texts } = EMBED.parse(params);
  const rows = texts.map((text) => encoder.single(text));
  const vectors: string[] = Array.from({ length: rows.length }, () => "");
  await inBatches(rows, signal, async (batch, indices) => {
    const output = await model.run(batch, encoder.padId);
    for (const [place, vector] of vectorsOf(output, batch, pooling).entries())
      vectors[indices[place] ?? 0] = encode(unitVector(vector));
  });
  return vectors;
}

function vectorsOf(
  { values, dims: shape }: Output,
  batch: readonly EncodedText[],
  pooling: Settings["pooling"],
): readonly Float32Array[] {
  const dims = shape.at(-1) ?? 0;
  if (shape.length === 2) return batch.map((_, row) => values.subarray(row * dims, (row + 1) * dims));
  const lengths = batch.map(({ ids }) => ids.length);
  return poolTokens(values, { lengths, longest: shape[1] ?? 0, dims, pooling });
}

async function rank(params: unknown, signal: AbortSignal, { model, encoder }: Loaded): Promise<number[]> {
  const { query, texts } = RANK.parse(params);
  const rows = texts.map((text) => encoder.pair(query, text));
  const scores: number[] = Array.from({ length: rows.length }, () => 0);
  await inBatches(rows, signal, async (batch, indices) => {
    const { values, dims } = await model.run(batch, encoder.padId);
    const labels = dims.length === 1 ? 1 : (dims.at(-1) ?? 1);
    for (const [place, index] of indices.entries())
      scores[index] = relevance(values.subarray(place * labels, (place + 1) * labels));
  });
  return scores;
}

/** One label: its score. Two: how much likelier the second, which is "relevant" by custom, is than the first. */
function relevance(labels: Float32Array): number {
  const [first = Number.NaN, second] = labels;
  if (labels.length === 1) return first;
  if (labels.length === 2 && second !== undefined) return second - first;
  throw new SchoolbookError(
    "input_invalid",
    `The model tells ${labels.length} labels apart; a reranker has one or two.`,
    {
      hint: "Use a cross-encoder that was made for reranking.",
    },
  );
}

type Rows = readonly EncodedText[];

async function inBatches(
  rows: Rows,
  signal: AbortSignal,
  work: (batch: Rows, indices: readonly number[]) => Promise<void>,
): Promise<void> {
  for (const indices of batchByLength(rows.map(({ ids }) => ids.length))) {
    signal.throwIfAborted();
    await work(
      indices.flatMap((index) => rows[index] ?? []),
      indices,
    );
  }
}

function encode({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}
