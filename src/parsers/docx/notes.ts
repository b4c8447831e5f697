// Footnotes and endnotes of a Word file, numbered in the order in which the text refers to them.
import { targetOf } from "../reading/office-package.ts";
import type { OfficePackage } from "../reading/office-package.ts";
import { attribute, eachElement } from "../reading/xml-reader.ts";
import type { XmlElement } from "../reading/xml-reader.ts";

export type NoteKind = "footnote" | "endnote";

export type Notes = {
  /** The mark for a note, `[^1]` or `[^e1]`; nothing when there is no such note. */
  mark(kind: NoteKind, id: string): string;
  /** The notes that were referred to, in that order. */
  cited(): Iterable<{ readonly mark: string; readonly element: XmlElement }>;
};

/** Opens the notes of a document; their parts are read when the first note is referred to. */
export function createNotes(opened: OfficePackage): Notes {
  const relations = opened.relations(opened.main);
  const known = new Map<NoteKind, ReadonlyMap<string, XmlElement>>();
  const cited = new Map<string, { readonly mark: string; readonly element: XmlElement }>();
  const counts = { footnote: 0, endnote: 0 };

  function notesOf(kind: NoteKind): ReadonlyMap<string, XmlElement> {
    const found = known.get(kind) ?? readNotes(opened, targetOf(relations, `${kind}s`), kind);
    known.set(kind, found);
    return found;
  }

  return {
    mark(kind, id) {
      const before = cited.get(`${kind} ${id}`);
      if (before !== undefined) return before.mark;
      const element = notesOf(kind).get(id);
      if (element === undefined) return "";
      counts[kind] += 1;
      const mark = kind === "footnote" ? `[^${counts[kind]}]` : `[^e${counts[kind]}]`;
      cited.set(`${kind} ${id}`, { mark, element });
      return mark;
    },
    cited: () => cited.values(),
  };
}

function readNotes(opened: OfficePackage, part: string | undefined, kind: NoteKind): ReadonlyMap<string, XmlElement> {
  const notes = new Map<string, XmlElement>();
  const source = part === undefined ? undefined : opened.part(part);
  if (source === undefined) return notes;
  eachElement(source, new Set([kind]), (element) => notes.set(attribute(element, "id") ?? "", element));
  return notes;
}
