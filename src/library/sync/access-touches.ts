// What of changed documents can be applied when their passages cannot: that somebody may no longer read them.
import type { Document, DocumentId } from "../../spec/document.ts";
import type { DocumentTouch, ManifestEntry } from "../../spec/store.ts";
import { narrowedAcl } from "./narrow-access.ts";

/** Never lets anybody in: the stored text is still the old one. The empty fingerprint has the document read again. */
export function accessTouches(
  changed: readonly { readonly document: Pick<Document, "id" | "acl"> }[],
  manifest: ReadonlyMap<DocumentId, ManifestEntry>,
): readonly DocumentTouch[] {
  return changed.flatMap(({ document: { id, acl } }) => {
    const entry = manifest.get(id);
    const narrowed = entry === undefined ? undefined : narrowedAcl({ ...entry, fingerprint: "" }, acl);
    return narrowed === undefined ? [] : [{ id, acl: narrowed, fingerprint: "" }];
  });
}
