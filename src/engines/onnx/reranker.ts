// A cross-encoder in an onnx process: one score per text, best first.
import type { Reranker } from "../../spec/reranker.ts";
import type { Opened } from "../engine.ts";
import { RANKED } from "./messages.ts";
import { type OnnxOptions, openOnnxProcess } from "./open-process.ts";

const TEXTS_AT_ONCE = 64;

export async function openOnnxReranker(options: OnnxOptions): Promise<Opened<Reranker>> {
  const engine = await openOnnxProcess(options, "reranker");
  return {
    id: engine.id,
    maxTokens: engine.maxTokens,
    rank: async (query, texts, topN, signal) => {
      signal?.throwIfAborted();
      if (topN <= 0) return [];
      const scores: number[] = [];
      for (let from = 0; from < texts.length; from += TEXTS_AT_ONCE) {
        const params = { query, texts: texts.slice(from, from + TEXTS_AT_ONCE) };
        scores.push(...(await engine.call("rank", params, { result: RANKED, signal })));
      }
      const ranked = scores.map((score, index) => ({ index, score }));
      return ranked.toSorted((a, b) => b.score - a.score || a.index - b.index).slice(0, topN);
    },
    [Symbol.asyncDispose]: async () => engine[Symbol.asyncDispose](),
  };
}
