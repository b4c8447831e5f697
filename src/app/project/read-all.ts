// Everything that a reader may read, as long as it is little enough for one prompt.
import type { ReadAll } from "../../answer/model/model-answering.ts";
import { passageOfDocument, type SourcePassage } from "../../answer/model/prompt/source-passage.ts";
import { estimateTokens } from "../../core/estimate-tokens.ts";
import type { Store } from "../../spec/store.ts";

/** Whole documents in the order of their ids; each is read with the reader's principals, and reading stops when it is too much. */
export function readAllOf(store: Pick<Store, "manifest" | "document">): ReadAll {
  return async (principals, maxTokens) => {
    const passages: SourcePassage[] = [];
    let tokens = 0;
    for (const id of [...(await store.manifest()).keys()].toSorted()) {
      const document = await store.document(id, principals);
      if (document === undefined || document.text.trim() === "") continue;
      tokens += estimateTokens(document.text);
      if (tokens > maxTokens) return undefined;
      passages.push(passageOfDocument(document));
    }
    return passages;
  };
}
