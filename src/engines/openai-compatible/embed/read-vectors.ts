// The vectors of an answer, checked: as many as texts, each at its place, of the promised length, numbers only.
import { z } from "zod";

import { counted } from "../../../core/counted.ts";
import { toUnit } from "../../batching/to-unit.ts";
import { lie } from "../http/unusable.ts";
import type { ModelServer } from "../model-server.ts";

export const EMBEDDINGS = z.object({
  data: z.array(
    z.object({
      index: z.number().int().nullish(),
      // why: thousands of numbers are looked at once, where they become a vector, and not one by one before.
      embedding: z.union([z.string(), z.custom<readonly unknown[]>((value) => Array.isArray(value))]),
    }),
  ),
  usage: z
    .object({ prompt_tokens: z.number().min(0).nullish(), total_tokens: z.number().min(0).nullish() })
    .nullish()
    .catch(undefined),
});

export type Embeddings = z.output<typeof EMBEDDINGS>;

export type Expectation = {
  readonly count: number;
  /** Undefined while it is not known yet. */
  readonly dims: number | undefined;
  readonly requestId: string | undefined;
};

/** Unit vectors in the order of the texts. */
export function readVectors(server: ModelServer, { data }: Embeddings, expected: Expectation): readonly Float32Array[] {
  const { count, requestId } = expected;
  const refuse = (what: string): never => {
    throw lie(server, what, requestId);
  };
  if (data.length !== count) refuse(`gave ${counted(data.length, "vector")} for ${counted(count, "text")}.`);
  const places = new Map(data.map(({ index, embedding }, at) => [index ?? at, embedding]));
  return Array.from({ length: count }, (_, at) => {
    const embedding = places.get(at);
    if (embedding === undefined) return refuse(`gave no vector for text ${at + 1} of ${count}, and another one twice.`);
    const vector = decode(embedding);
    if (vector === undefined) return refuse("gave a vector in base64 that is none.");
    if (vector.length === 0 || vector.length !== (expected.dims ?? vector.length))
      return refuse(
        `gave a vector of ${vector.length} dimensions; it has ${expected.dims ?? "some"} by what it gave before.`,
      );
    if (!vector.every(Number.isFinite)) return refuse("gave a vector with values that are no numbers.");
    return toUnit(vector) ?? refuse("gave a vector of zeros, which is like no other.");
  });
}

function decode(embedding: string | readonly unknown[]): Float32Array | undefined {
  if (typeof embedding !== "string") return fromNumbers(embedding);
  const bytes = Buffer.from(embedding, "base64");
  if (bytes.length === 0 || bytes.length % 4 !== 0) return undefined;
  return Float32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4));
}

/** What is no number, such as the null that stands for NaN in JSON, becomes NaN and is told in words that help. */
function fromNumbers(values: readonly unknown[]): Float32Array {
  const vector = new Float32Array(values.length);
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at];
    vector[at] = typeof value === "number" ? value : Number.NaN;
  }
  return vector;
}
