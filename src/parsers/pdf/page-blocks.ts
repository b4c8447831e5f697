// The blocks of a page in reading order: headings, paragraphs, list items and tables.
import { joinLines, joinTwo, type TextBlock } from "./join-lines.ts";
import type { Row } from "./read-rows.ts";
import { type Band, splitColumns } from "./split-columns.ts";

export type PageBlock = TextBlock | { readonly kind: "table"; readonly rows: readonly (readonly string[])[] };

/** Blocks of one page; a sentence that goes on in the next column stays one paragraph. */
export function pageBlocks(rows: readonly Row[], bodySize: number): readonly PageBlock[] {
  const blocks: PageBlock[] = [];
  for (const band of runs(rows).flatMap(toBands)) {
    if (band.kind === "table") {
      blocks.push(band);
      continue;
    }
    const [first, ...others] = joinLines(band.rows, bodySize);
    if (first === undefined) continue;
    const last = blocks.at(-1);
    if (last !== undefined && goesOn(last, first))
      blocks.splice(-1, 1, { ...last, text: joinTwo(last.text, first.text) });
    else blocks.push(first);
    blocks.push(...others);
  }
  return blocks;
}

/** Rows in stretches of code and of anything else: gaps inside code are no columns. */
function runs(rows: readonly Row[]): readonly (readonly Row[])[] {
  const found: Row[][] = [];
  for (const row of rows) {
    const run = found.at(-1);
    if (run?.[0]?.isCode === row.isCode) run.push(row);
    else found.push([row]);
  }
  return found;
}

function toBands(rows: readonly Row[]): readonly Band[] {
  return rows[0]?.isCode === true ? [{ kind: "lines", rows }] : splitColumns(rows);
}

function goesOn(last: PageBlock, first: TextBlock): last is TextBlock {
  if ((last.kind !== "paragraph" && last.kind !== "item") || first.kind !== "paragraph") return false;
  return Math.abs(last.size - first.size) < 0.6 && /[\p{L}\p{N},;-]$/u.test(last.text) && /^\p{Ll}/u.test(first.text);
}
