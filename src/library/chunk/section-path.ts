// The headings above a place in a document, outermost first.
import type { Section } from "./outline.ts";

/** The labels from the outermost section to this one; `known` keeps those that were worked out before. */
export function sectionPath(
  sections: readonly Section[],
  index: number,
  known: Map<number, readonly string[]>,
): readonly string[] {
  const found = known.get(index);
  if (found !== undefined) return found;
  const section = sections[index];
  const path =
    section === undefined || section.level === 0
      ? []
      : [...sectionPath(sections, section.parent, known), section.label].filter((label) => label !== "");
  known.set(index, path);
  return path;
}
