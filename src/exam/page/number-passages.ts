// Gives each passage of a run one number, so that its text stands on the page once however often it was retrieved.
import type { ShownPassage } from "../../spec/answer.ts";
import type { DocumentId } from "../../spec/document.ts";
import type { PageLibrary } from "./page-run.ts";
import type { PageRow } from "./withhold-closed.ts";

export type NumberedPassage = {
  readonly number: number;
  readonly documentId: DocumentId;
  readonly title: string;
  readonly headings: readonly string[];
  readonly uri?: string;
  /** Undefined: the whole document is meant, or its text has changed since. */
  readonly text?: string;
  readonly isChanged: boolean;
};

export type PassageNumbers = {
  readonly all: readonly NumberedPassage[];
  /** What was laid before the model, best first. */
  readonly of: (row: PageRow) => readonly NumberedPassage[];
};

export function numberPassages(rows: readonly PageRow[], library: PageLibrary): PassageNumbers {
  const passages = new Map<string, NumberedPassage>();
  const keep = (key: string, make: (number: number) => NumberedPassage): NumberedPassage => {
    const known = passages.get(key) ?? make(passages.size + 1);
    passages.set(key, known);
    return known;
  };
  const passagesOf = ({ trial: { outcome }, isWithheld }: PageRow): readonly NumberedPassage[] => {
    if (outcome.kind === "failed" || isWithheld) return [];
    const shown = outcome.answer.trace?.shown ?? [];
    if (shown.length > 0) return shown.map((one) => keep(spanKey(one), (number) => passageOf(one, number, library)));
    return outcome.retrieved.map((id) => keep(id, (number) => documentOf(id, number, library)));
  };
  for (const row of rows) passagesOf(row);
  return { all: [...passages.values()], of: passagesOf };
}

function spanKey({ documentId, contentHash, start, end }: ShownPassage): string {
  return JSON.stringify([documentId, contentHash, start, end]);
}

function passageOf(shown: ShownPassage, number: number, library: PageLibrary): NumberedPassage {
  const { documentId, title, headings, uri, start, end, contentHash } = shown;
  const document = library.read(documentId);
  const isChanged = document?.contentHash !== contentHash;
  const text = isChanged ? undefined : document?.text.slice(start, end);
  return { number, documentId, title, headings, uri, isChanged, ...(text === undefined ? {} : { text }) };
}

function documentOf(documentId: DocumentId, number: number, library: PageLibrary): NumberedPassage {
  return { number, documentId, title: library.read(documentId)?.title ?? documentId, headings: [], isChanged: false };
}

/** `Handbook › Leave`: the title and the headings below it, a heading that repeats what stands before it said once. */
export function pathOf({ title, headings }: { readonly title: string; readonly headings: readonly string[] }): string {
  return [title, ...headings].filter((part, at, all) => part !== "" && part !== all[at - 1]).join(" › ");
}
