// Reads the stored documents of the passages that a model was shown, so that its claims can be held against them.
import type { Principals } from "../../spec/access.ts";
import type { ModelAnswering } from "./model-answering.ts";
import type { SourcePassage } from "./prompt/source-passage.ts";
import { readPassage } from "./verify/read-passage.ts";
import type { Shelf } from "./verify/verify-claim.ts";

/** What has gone or may no longer be read is left out: nothing can be cited from it. */
export async function openShelf(
  passages: readonly SourcePassage[],
  { readDocument, analyze }: Pick<ModelAnswering, "readDocument" | "analyze">,
  reader: { readonly principals: Principals; readonly asked: string },
): Promise<Shelf> {
  const ids = [...new Set(passages.map(({ documentId }) => documentId))];
  const documents = await Promise.all(ids.map(async (id) => readDocument(id, reader.principals)));
  const byId = new Map(ids.map((id, at) => [id, documents[at]]));
  const read = passages.flatMap((passage, at) => {
    const document = byId.get(passage.documentId);
    const found = document && readPassage({ ...passage, number: at + 1 }, document, analyze);
    return found === undefined ? [] : [[at + 1, found] as const];
  });
  return { passages: new Map(read), analyze, asked: reader.asked };
}
