// Answers by quoting what whoever asks may read of a project's library, without any model.
import { createQuotingAnswerer, type QuotingOptions } from "../../answer/quote/create-quoting-answerer.ts";
import { STANDARD_ANALYZER } from "../../library/index/analyze.ts";
import type { Answerer } from "../../spec/answer.ts";
import { checkedStore } from "./checked-store.ts";
import type { ProjectContext } from "./project-context.ts";
import { retrieverOf } from "./retriever-of.ts";

export async function quotingAnswerer(
  context: ProjectContext,
  limits: Pick<QuotingOptions, "passages"> = {},
): Promise<Answerer> {
  const store = await checkedStore(context);
  return createQuotingAnswerer({
    retriever: await retrieverOf(context),
    readDocument: async (id, readers) => store.document(id, readers),
    analyze: STANDARD_ANALYZER,
    runtime: context.runtime,
    ...limits,
  });
}
