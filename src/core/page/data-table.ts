// A table with its caption, in a frame that scrolls by itself where the screen is narrower than the table.
import { markup, type Html, type Insertable } from "./markup.ts";

export type Column = {
  readonly head: Insertable;
  /** Numbers stand right, long text may wrap; default text. */
  readonly kind?: "text" | "number" | "wide";
};

export type DataTable = {
  readonly name: string;
  /** Stands above the table, since a caption would be as wide as a table that scrolls. */
  readonly note: Insertable;
  readonly columns: readonly Column[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly Insertable[])[];
};

export function dataTable({ name, note, columns, rows }: DataTable): Html {
  const heads = columns.map(({ head, kind }) =>
    kind === "number" ? markup`<th scope="col" class="n">${head}</th>` : markup`<th scope="col">${head}</th>`,
  );
  const body = rows.map((cells) => markup`<tr>${cells.map((cell, at) => cellOf(cell, at, columns))}</tr>`);
  // why: only what takes the focus can be scrolled with the keyboard.
  return markup`<p class="soft small">${note}</p><div class="scroll" tabindex="0" role="group" aria-label="${name}"><table><thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table></div>`;
}

const CLASSES = { number: markup` class="n"`, wide: markup` class="wide"`, text: undefined } as const;

function cellOf(cell: Insertable, at: number, columns: readonly Column[]): Html {
  if (at === 0) return markup`<th scope="row">${cell}</th>`;
  return markup`<td${CLASSES[columns[at]?.kind ?? "text"]}>${cell}</td>`;
}
