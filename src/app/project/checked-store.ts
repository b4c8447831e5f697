// The library as askers read it: what was read is held against the access rules before anybody gets it.
import type { Principals } from "../../spec/access.ts";
import type { DocumentId } from "../../spec/document.ts";
import type { Store } from "../../spec/store.ts";
import { refuseTooOpen } from "./check-access.ts";
import type { ProjectContext } from "./project-context.ts";

export type CheckedStore = Pick<Store, "search" | "passages" | "document" | "manifest" | "generations">;

/**
 * Nothing that it gives was written under rules that the configuration closes, not even when another process synced after a question
 * was let in. Searches come without a check of their own: the words of what they find are in `passages`.
 */
export async function checkedStore(context: ProjectContext): Promise<CheckedStore> {
  const store = await context.library.forReading();
  return {
    search: async (query) => store.search(query),
    manifest: async (source) => store.manifest(source),
    generations: async () => store.generations(),
    passages: async (keys, principals) => readChecked(context, async () => store.passages(keys, principals)),
    document: async (id, principals) => readChecked(context, async () => store.document(id, principals)),
  };
}

/** Whether these principals may read a document as it is now. */
export function canRead(context: ProjectContext, principals: Principals): (id: DocumentId) => Promise<boolean> {
  return async (id) => (await (await checkedStore(context)).document(id, principals)) !== undefined;
}

/** Reads first and checks then: a sync records its rules before it writes, so that what was read too early is noticed. */
export async function readChecked<Result>(context: ProjectContext, read: () => Promise<Result>): Promise<Result> {
  const result = await read();
  await refuseTooOpen(context);
  return result;
}
