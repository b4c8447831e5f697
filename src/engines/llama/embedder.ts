// An embedder in a llama process: prefixes, batches, unit vectors.
import { SchoolbookError } from "../../core/errors.ts";
import type { Embedder, EmbedRole } from "../../spec/embedder.ts";
import type { Opened } from "../engine.ts";
import { hashFile } from "./gguf/hash-file.ts";
import { EMBEDDED } from "./messages.ts";
import { type LlamaOptions, type LlamaProcess, openLlamaProcess } from "./open-process.ts";

export type LlamaEmbedderOptions = LlamaOptions & {
  readonly queryPrefix?: string | undefined;
  readonly documentPrefix?: string | undefined;
  /** What vectors are kept under, in place of the hash of the file. */
  readonly identity?: string | undefined;
  /** Shorter vectors, from models that can be cut. */
  readonly dimensions?: number | undefined;
};

/** Few enough that an aborted call ends soon, many enough that all threads have work. */
const TEXTS_AT_ONCE = 16;

export async function openLlamaEmbedder(options: LlamaEmbedderOptions): Promise<Opened<Embedder>> {
  const { queryPrefix = "", documentPrefix = "" } = options;
  const [engine, weights] = await Promise.all([
    openLlamaProcess(options, "embedder"),
    options.identity === undefined ? hashFile(options.file) : options.identity,
  ]);
  const { contextTokens, pooling } = engine.loaded;
  const dims = options.dimensions ?? engine.loaded.dims;
  if (dims > engine.loaded.dims) {
    await engine[Symbol.asyncDispose]();
    throw tooManyDimensions(dims, engine);
  }
  const prefixes: Readonly<Record<EmbedRole, string>> = { query: queryPrefix, document: documentPrefix };
  return {
    fingerprint: `llama@1:${weights}:${JSON.stringify({ pooling, dims, tokens: contextTokens, ...prefixes })}`,
    dims,
    maxTokens: contextTokens,
    embed: async (texts, role, signal) => {
      signal?.throwIfAborted();
      const vectors: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += TEXTS_AT_ONCE) {
        const batch = texts.slice(from, from + TEXTS_AT_ONCE).map((text) => prefixes[role] + text);
        const encoded = await engine.call("embed", { texts: batch }, { result: EMBEDDED, signal });
        vectors.push(...encoded.map((vector) => cut(decodeVector(vector), dims)));
      }
      return vectors;
    },
    [Symbol.asyncDispose]: async () => engine[Symbol.asyncDispose](),
  };
}

function decodeVector(base64: string): Float32Array {
  const bytes = Buffer.from(base64, "base64");
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
}

/** The beginning of a vector, at length one again. */
function cut(vector: Float32Array, dims: number): Float32Array {
  if (vector.length <= dims) return vector;
  const kept = vector.subarray(0, dims);
  const length = Math.hypot(...kept);
  return Float32Array.from(kept, (value) => (length === 0 ? 1 / Math.sqrt(dims) : value / length));
}

function tooManyDimensions(dims: number, { id, loaded }: LlamaProcess): SchoolbookError {
  const message = `${id} gives vectors of ${loaded.dims} dimensions; ${dims} cannot be had from it.`;
  return new SchoolbookError("config_invalid", message, { hint: "Set `dimensions` lower, or leave it out." });
}
