// An embedder that another program ran before: texts and their vectors from two files.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Embedder } from "../../src/spec/embedder.ts";

/** Of a folder with texts.jsonl, a JSON string a line, and vectors.f32, as many numbers for each; see nano/embedder/teacher_vectors.py. */
export function readRecordedEmbedder(folder: string): Embedder {
  const texts = readFileSync(join(folder, "texts.jsonl"), "utf8").trimEnd().split("\n");
  const bytes = Uint8Array.from(readFileSync(join(folder, "vectors.f32")));
  const dims = bytes.length / 4 / texts.length;
  if (!Number.isInteger(dims)) throw new Error(`${folder}: ${bytes.length} bytes do not fit ${texts.length} texts.`);
  const places = new Map(texts.map((line, index) => [String(JSON.parse(line)), index * dims * 4]));
  const vectorOf = (text: string): Float32Array => {
    const start = places.get(text);
    if (start === undefined) throw new Error(`${folder} has no vector for ${JSON.stringify(text.slice(0, 80))}.`);
    return new Float32Array(bytes.buffer, start, dims);
  };
  return { fingerprint: "recorded", dims, maxTokens: 256, embed: async (given) => given.map(vectorOf) };
}
