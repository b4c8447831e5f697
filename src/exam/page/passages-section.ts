// The passages of a run: by name within a question, with their text once at the end of the page.
import { markup, type Html } from "../../core/page/markup.ts";
import type { QuestionRows } from "./group-questions.ts";
import { type NumberedPassage, type PassageNumbers, pathOf } from "./number-passages.ts";

export type RetrievedOptions = {
  /** By name, not only by number. */
  readonly namesPassages: boolean;
};

/** What the arms retrieved, best first, arms that retrieved the same together; a star where the answer was expected from. */
export function retrievedList(rows: QuestionRows, passages: PassageNumbers, { namesPassages }: RetrievedOptions): Html {
  const rankings = Map.groupBy(rows.rows, (row) =>
    passages
      .of(row)
      .map(({ number }) => number)
      .join(" "),
  );
  rankings.delete("");
  const lines = [...rankings.values()].map((own) => {
    const [first] = own;
    const names = [...new Set(own.map(({ trial }) => trial.arm))].join(" · ");
    const links = first === undefined ? [] : passages.of(first).map((one) => markup` ${passageLink(one, rows)}`);
    return markup`<p class="r"><b>${names}</b>${links}</p>`;
  });
  if (lines.length === 0) return markup``;
  return markup`<h3>Retrieved</h3>${lines}${namesPassages && namedList(rows, passages)}`;
}

function passageLink(passage: NumberedPassage, rows: QuestionRows): Html {
  return markup`<a href="#p${passage.number}">${passage.number}${isExpected(passage, rows) && "★"}</a>`;
}

function isExpected({ documentId, uri }: NumberedPassage, { question }: QuestionRows): boolean {
  const { sources = [] } = question.expected;
  return sources.includes(documentId) || (uri !== undefined && sources.includes(uri));
}

function namedList({ rows }: QuestionRows, passages: PassageNumbers): Html {
  const own = new Set(rows.flatMap(passages.of));
  return markup`<dl class="e">${[...own].map((passage) => markup`<dt>${passage.number}<dd>${pathOf(passage)}`)}</dl>`;
}

/** With so many characters of each at most; 0: where they stand alone. */
export function passagesSection({ all }: PassageNumbers, maxCharacters: number): Html {
  if (all.length === 0) return markup``;
  const items = all.map(
    (one) =>
      markup`<dt id="p${one.number}">${one.number} · ${pathOf(one)} <span class="soft">${one.uri ?? one.documentId}</span><dd>${textOf(one, maxCharacters)}`,
  );
  return markup`<section aria-labelledby="passages"><h2 id="passages">Passages</h2>
<p class="soft">What was laid before the models, as the library holds it now. The numbers are those of the questions' tables.</p>
<dl class="p">${items}</dl></section>`;
}

function textOf({ text, isChanged }: NumberedPassage, maxCharacters: number): Html {
  if (isChanged) return markup`<i class="soft">The document has changed since.</i>`;
  if (text === undefined || maxCharacters === 0) return markup``;
  const shown = text.length > maxCharacters ? `${text.slice(0, maxCharacters).trimEnd()} …` : text;
  return markup`${shown}`;
}
