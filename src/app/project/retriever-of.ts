// A project's retriever, with the models that its settings name, and the principals that searches apply.
import { createRetriever } from "../../library/retrieve/create-retriever.ts";
import type { Principals } from "../../spec/access.ts";
import type { Retriever } from "../../spec/retriever.ts";
import { expandPrincipals } from "../expand-principals.ts";
import { checkedStore } from "./checked-store.ts";
import type { ProjectContext } from "./project-context.ts";

export async function retrieverOf(context: ProjectContext, signal?: AbortSignal): Promise<Retriever> {
  const { models, project } = context;
  const store = await checkedStore(context);
  const embedder = await models.embedder(signal);
  const reranker = await models.reranker(signal);
  return createRetriever({
    store,
    settings: project.config.retrieval,
    ...(embedder === undefined ? {} : { embedder }),
    ...(reranker === undefined ? {} : { reranker }),
  });
}

export function principalsFor({ project }: ProjectContext, as: Principals): Principals {
  return expandPrincipals(as, project.config.people);
}
