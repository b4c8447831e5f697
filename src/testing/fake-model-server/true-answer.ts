// What a server answers with when all is well, and the models that it works its answers out with.
import type { ChatModel } from "../../spec/chat.ts";
import type { Embedder } from "../../spec/embedder.ts";
import type { Reranker } from "../../spec/reranker.ts";

export type TrueAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent one after the other: the events of a stream, or one JSON text. */
  readonly parts: readonly string[];
};

export type ServedModels = {
  readonly chat: ChatModel;
  readonly embedder: Embedder;
  readonly reranker: Reranker;
  readonly model: string;
};

export function json(value: unknown, status = 200): TrueAnswer {
  return { status, headers: { "content-type": "application/json" }, parts: [JSON.stringify(value)] };
}
