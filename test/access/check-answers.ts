// Asks whole questions: what a reader is told must be what a library of only their documents would tell, down to the sentence that says why there is no answer.
import { expect } from "vitest";

import { createQuotingAnswerer } from "../../src/answer/quote/create-quoting-answerer.ts";
import { analyzePassage, analyzeQuestion } from "../../src/library/index/analyze.ts";
import { createRetriever } from "../../src/library/retrieve/create-retriever.ts";
import type { Answer } from "../../src/spec/answer.ts";
import type { Document } from "../../src/spec/document.ts";
import type { Embedder } from "../../src/spec/embedder.ts";
import type { Store } from "../../src/spec/store.ts";
import { createFakeEmbedder } from "../../src/testing/index.ts";
import { DIMS } from "./world.ts";

const EMBEDDER: Embedder = { ...createFakeEmbedder({ dims: DIMS }), fingerprint: "fake" };
const QUESTIONS = ["apple fig", "soup"];

type Told = Pick<Answer, "text" | "answered" | "citations"> & { readonly parents: readonly (string | undefined)[] };

export type Telling = {
  readonly subject: Store;
  /** A store that holds only what these principals may read. */
  readonly only: Store;
  readonly principals: readonly string[];
  readonly allowed: readonly Document[];
};

export async function checkAnswers({ subject, only, principals, allowed }: Telling): Promise<void> {
  const texts = new Map(allowed.map(({ id, text }) => [id, text]));
  for (const question of QUESTIONS) {
    const told = await tell(subject, question, principals);
    expect(told, `"${question}" asked by ${String(principals)}`).toEqual(await tell(only, question, principals));
    for (const { documentId, start, end, quote } of told.citations) {
      expect(texts.get(documentId)?.slice(start, end), `quote from ${documentId}`).toBe(quote);
    }
  }
}

async function tell(store: Store, question: string, principals: readonly string[]): Promise<Told> {
  const retriever = createRetriever({ store, embedder: EMBEDDER, settings: { expandParents: true } });
  const readDocument = async (...asked: Parameters<Store["document"]>): ReturnType<Store["document"]> =>
    store.document(...asked);
  const answerer = createQuotingAnswerer({
    retriever,
    readDocument,
    analyze: { passage: analyzePassage, question: analyzeQuestion },
  });
  const { hits } = await retriever.search({ query: question, principals, limit: 5 });
  const parents = hits.map(({ parent }) => parent?.text);
  for await (const event of answerer.answer({ question, principals })) {
    if (event.kind !== "finish") continue;
    const { text, answered, citations } = event.answer;
    return { text, answered, citations, parents };
  }
  throw new Error("The answer did not end.");
}
