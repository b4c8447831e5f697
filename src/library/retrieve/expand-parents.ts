// Puts the section around each hit beside it, read with the same principals as the hit itself.
import type { Principals } from "../../spec/access.ts";
import type { SearchHit } from "../../spec/retriever.ts";
import type { Store } from "../../spec/store.ts";

/** Hits whose document has gone or may no longer be read keep their passage and get no parent. */
export async function expandParents(
  hits: readonly SearchHit[],
  store: Pick<Store, "document">,
  principals: Principals,
): Promise<readonly SearchHit[]> {
  const ids = [...new Set(hits.map(({ passage }) => passage.documentId))];
  const documents = await Promise.all(ids.map(async (id) => store.document(id, principals)));
  const byId = new Map(documents.map((document, index) => [ids[index], document]));
  return hits.map((hit) => {
    const { parent, documentId, document } = hit.passage;
    const current = byId.get(documentId);
    if (current === undefined || current.textHash !== document.textHash) return hit;
    return { ...hit, parent: { ...parent, text: current.text.slice(parent.start, parent.end) } };
  });
}
