// A small library in memory and a model with a given reply: what tests of answers by a chat model share.
import { createModelAnswerer } from "../../src/answer/model/create-model-answerer.ts";
import type { ModelAnswering } from "../../src/answer/model/model-answering.ts";
import { packagedTemplate } from "../../src/answer/model/prompt/packaged-template.ts";
import { STANDARD_ANALYZER } from "../../src/library/index/analyze.ts";
import { indexDocument } from "../../src/library/index/index-document.ts";
import { createRetriever } from "../../src/library/retrieve/create-retriever.ts";
import type { Answer, AnswerEvent, AnswerRequest } from "../../src/spec/answer.ts";
import type { ChatEvent, ChatModel, ChatRequest, FinishReason } from "../../src/spec/chat.ts";
import type { Document } from "../../src/spec/document.ts";
import type { Store } from "../../src/spec/store.ts";
import { createMemoryStore } from "../../src/testing/index.ts";

export async function libraryOf(documents: readonly Document[]): Promise<Store> {
  const store = createMemoryStore();
  const spec = { chunker: "c@1", analyzer: "a@1", embedder: null, dims: 0 };
  const { id } = await store.createGeneration(spec);
  const upserts = documents.map((document) => ({ document, passages: indexDocument(document) }));
  await store.commit({ generation: id, upserts });
  await store.activateGeneration(id);
  return store;
}

export type Scripted = ChatModel & { readonly requests: readonly ChatRequest[] };

export type Script = {
  /** What it says, in pieces; an error is thrown in its place. */
  readonly says: readonly (string | Error)[];
  readonly json?: boolean;
  readonly contextTokens?: number;
  /** Why it ends; default that it has said all. */
  readonly reason?: FinishReason;
};

/** Says its lines whatever it is asked. */
export function scriptedModel({ says, json = false, contextTokens, reason = "stop" }: Script): Scripted {
  const requests: ChatRequest[] = [];
  return {
    id: "scripted",
    contextTokens,
    can: { json, tools: false, score: false, adapters: false },
    requests,
    generate: (request) => {
      requests.push(request);
      return sayAll(says, reason, request);
    },
  };
}

async function* sayAll(
  says: Script["says"],
  reason: FinishReason,
  { abortSignal }: ChatRequest,
): AsyncGenerator<ChatEvent> {
  for (const piece of says) {
    await Promise.resolve();
    abortSignal?.throwIfAborted();
    if (piece instanceof Error) throw piece;
    yield { kind: "text-delta", text: piece };
  }
  const usage = { inputTokens: { total: 1000, cached: 0 }, outputTokens: { total: 100, reasoning: 0 } };
  yield { kind: "finish", reason, usage };
}

export type Asked = { readonly answer: Answer; readonly events: readonly AnswerEvent[]; readonly model: Scripted };

export async function askLibrary(
  documents: readonly Document[],
  request: Partial<AnswerRequest> & { readonly question: string },
  { says, json, contextTokens, reason, ...options }: Script & Partial<ModelAnswering>,
): Promise<Asked> {
  const store = await libraryOf(documents);
  const model = scriptedModel({
    says,
    ...(json === undefined ? {} : { json }),
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(reason === undefined ? {} : { reason }),
  });
  const answerer = createModelAnswerer({
    model,
    retriever: createRetriever({ store }),
    readDocument: async (id, principals) => store.document(id, principals),
    analyze: STANDARD_ANALYZER,
    template: packagedTemplate(),
    ...options,
  });
  const events = await Array.fromAsync(answerer.answer({ principals: ["public"], ...request }));
  const last = events.at(-1);
  if (last?.kind !== "finish") throw new Error("no finish");
  return { answer: last.answer, events, model };
}
