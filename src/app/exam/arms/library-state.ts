// What state of the library an exam is run on, and by which names its documents go: as far as those may know whom it is made for.
import { hashParts } from "../../../core/hash.ts";
import { stable } from "../../../exam/run/call-key.ts";
import type { Principals } from "../../../spec/access.ts";
import type { Question } from "../../../spec/exam.ts";
import type { ManifestEntry, Store } from "../../../spec/store.ts";
import type { ProjectContext } from "../../project/project-context.ts";
import { principalsFor } from "../../project/retriever-of.ts";

/** Another one whenever a search, or a page that it finds, may have become another one for these readers. */
export async function libraryDigest(context: ProjectContext, principals: Principals): Promise<string> {
  const { library, project } = context;
  const store = await library.forReading();
  const visible = [...(await store.manifest()).values()].filter((entry) => mayRead(entry, principals));
  const documents = visible
    .map(({ id, uri, textHash, contentHash, modifiedAt, acl }) =>
      stable([id, uri, textHash, contentHash, modifiedAt, acl.filter((one) => principals.includes(one)).toSorted()]),
    )
    .toSorted();
  const { retrieval, reranker, people } = project.config;
  const held = Object.entries(people).filter(([name]) => principals.includes(name));
  return hashParts([await builtAs(store), stable([retrieval, reranker]), stable(held), ...documents]);
}

/**
 * Which documents in which words these readers have, and how they are cut and embedded. Unlike `libraryDigest` it stays as it is
 * when a file was only touched.
 */
export async function documentsDigest({ library }: ProjectContext, principals: Principals): Promise<string> {
  const store = await library.forReading();
  const documents = [...(await store.manifest()).values()]
    .filter((entry) => mayRead(entry, principals))
    .map(({ id, textHash, acl }) => stable([id, textHash, acl.filter((one) => principals.includes(one)).toSorted()]))
    .toSorted();
  return hashParts([await builtAs(store), ...documents]);
}

async function builtAs(store: Pick<Store, "generations">): Promise<string> {
  const active = (await store.generations()).find(({ state }) => state === "active");
  return stable([active?.chunker, active?.analyzer, active?.embedder]);
}

/** Sources that are expected by their address are named by their id, as what was retrieved is; what an asker may not read stays as it was. */
export async function withSourceIds(
  context: ProjectContext,
  questions: readonly Question[],
): Promise<readonly Question[]> {
  const store = await context.library.forReading();
  const byUri = Map.groupBy((await store.manifest()).values(), ({ uri }) => uri);
  return questions.map((question) => {
    const { sources } = question.expected;
    if (sources === undefined) return question;
    const principals = principalsFor(context, question.principals);
    const idOf = (name: string): string =>
      byUri.get(name.replace(/^\.\//u, ""))?.find((entry) => mayRead(entry, principals))?.id ?? name;
    return { ...question, expected: { ...question.expected, sources: [...new Set(sources.map(idOf))] } };
  });
}

function mayRead({ acl }: Pick<ManifestEntry, "acl">, principals: Principals): boolean {
  return acl.some((one) => principals.includes(one));
}
