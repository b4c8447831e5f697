// An embedder in an onnx process: prefixes, batches, unit vectors.
import type { Embedder, EmbedRole } from "../../spec/embedder.ts";
import type { Opened } from "../engine.ts";
import { hashFiles } from "./hash-files.ts";
import { EMBEDDED } from "./messages.ts";
import { type OnnxOptions, openOnnxProcess } from "./open-process.ts";

export type OnnxEmbedderOptions = OnnxOptions & {
  /** In place of what the model's makers put before questions and passages. */
  readonly queryPrefix?: string | undefined;
  readonly documentPrefix?: string | undefined;
  /** What vectors are kept under, in place of the hash of the files. */
  readonly identity?: string | undefined;
};

/** Enough to make batches of texts of one length, few enough that an aborted call ends soon. */
const TEXTS_AT_ONCE = 128;

export type OnnxEmbedder = Opened<Embedder> & {
  /** Of the process that runs it now. */
  pid(): number | undefined;
};

export async function openOnnxEmbedder(options: OnnxEmbedderOptions): Promise<OnnxEmbedder> {
  const engine = await openOnnxProcess(options, "embedder");
  const { files, maxTokens, loaded } = engine;
  const prefixes: Readonly<Record<EmbedRole, string>> = {
    query: options.queryPrefix ?? files.prompts.query,
    document: options.documentPrefix ?? files.prompts.document,
  };
  const weights = options.identity ?? (await hashFiles([files.file, files.tokenizerFile]));
  return {
    fingerprint: `onnx@1:${weights}:${JSON.stringify({ pooling: files.pooling, output: loaded.output, tokens: maxTokens, ...prefixes })}`,
    dims: loaded.dims,
    maxTokens,
    pid: engine.pid,
    preferredTexts: TEXTS_AT_ONCE,
    embed: async (texts, role, signal) => {
      signal?.throwIfAborted();
      const vectors: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += TEXTS_AT_ONCE) {
        const batch = texts.slice(from, from + TEXTS_AT_ONCE).map((text) => prefixes[role] + text);
        const encoded = await engine.call("embed", { texts: batch }, { result: EMBEDDED, signal });
        vectors.push(...encoded.map(decodeVector));
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
