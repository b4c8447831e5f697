// Leaves out passages that say again what a better one has already said.
import type { StoredPassage } from "../../spec/store.ts";

/** How much of the shorter passage may lie within a better one of the same document. */
const MAX_OVERLAP = 0.5;

export type RepeatFilter = (passage: StoredPassage) => boolean;

/** A filter to be asked in ranked order: false for the same text in other spacing, or a stretch that mostly overlaps. */
export function createRepeatFilter(): RepeatFilter {
  const seenTexts = new Set<string>();
  const kept: StoredPassage[] = [];
  return (passage) => {
    const text = passage.prefix + passage.text.replace(/\s+/g, " ").trim();
    if (seenTexts.has(text) || kept.some((better) => overlaps(better, passage))) return false;
    seenTexts.add(text);
    kept.push(passage);
    return true;
  };
}

function overlaps(better: StoredPassage, passage: StoredPassage): boolean {
  if (better.documentId !== passage.documentId) return false;
  const shared = Math.min(better.end, passage.end) - Math.max(better.start, passage.start);
  const shorter = Math.min(better.end - better.start, passage.end - passage.start);
  return shared > shorter * MAX_OVERLAP;
}
