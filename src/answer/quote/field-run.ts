// Finds the fields of a short record, each a line with its name in bold: one of them alone does not say what it is about.
import type { Span } from "../../spec/document.ts";
import type { Block } from "./split-blocks.ts";
import type { Row } from "./table-rows.ts";

export type FieldRun = Row & { readonly blocks: number };

const FIELD = /^\*\*([^*\n]{1,60}):\*\* ([^\n]{1,120})$/;
/** Longer records are quoted field by field. */
const MAX_LENGTH = 400;

/** The record that begins with the block at `index`; undefined where none of at least two fields does. */
export function fieldRun(text: string, all: readonly Block[], index: number): FieldRun | undefined {
  const before = all.slice(0, index).findLast(({ kind }) => kind !== "gap");
  if (before !== undefined && fieldOf(text, before) !== undefined) return undefined;
  const blocks = all.slice(index);
  const until = blocks.findIndex((block) => block.kind !== "gap" && fieldOf(text, block) === undefined);
  const run = until < 0 ? blocks : blocks.slice(0, until);
  const fields = run.flatMap((block) => (block.kind === "gap" ? [] : (fieldOf(text, block) ?? [])));
  const [first] = run;
  const end = run.findLast(({ kind }) => kind !== "gap")?.end;
  if (first === undefined || first.kind === "gap" || end === undefined || fields.length < 2) return undefined;
  if (end - first.start > MAX_LENGTH) return undefined;
  const { start } = first;
  return {
    start,
    end,
    blocks: run.length,
    header: fields.map(({ name }) => name),
    cells: fields.map(({ value }) => value),
  };
}

function fieldOf(
  text: string,
  { start, end, kind }: Span & Pick<Block, "kind">,
): { name: string; value: string } | undefined {
  const found = kind === "paragraph" ? FIELD.exec(text.slice(start, end)) : null;
  return found === null ? undefined : { name: found[1] ?? "", value: found[2] ?? "" };
}
