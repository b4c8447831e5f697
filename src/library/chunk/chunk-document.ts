import { createTokenCounter } from "../../core/estimate-tokens.ts";
// Cuts a document's text into passages that follow its structure, with exact positions.
import { shortHash } from "../../core/hash.ts";
import type { Document, Passage, PassageKind } from "../../spec/document.ts";
import { type ChunkOptions, chunkOptions, chunkerId } from "./chunk-options.ts";
import { embedText } from "./embed-text.ts";
import { type Sized, findParents } from "./enclosing-sections.ts";
import { headingLabel } from "./heading-label.ts";
import { type Outline, type Section, type Task, type Unit, createOutlineBuilder, sumSections } from "./outline.ts";
import { type Group, packUnits } from "./pack-units.ts";
import { scanCode } from "./scan-code.ts";
import { scanMarkdown } from "./scan-markdown.ts";
import { scanTable } from "./scan-table.ts";
import { scanText } from "./scan-text.ts";

/** Name, version and options of the default chunker. */
export const CHUNKER_ID: string = chunkerId();

export type ChunkInput = Pick<Document, "text" | "format" | "landmarks" | "title">;

const SCANNERS = { markdown: scanMarkdown, text: scanText, code: scanCode, table: scanTable };

/** The passages of a document in order, without overlap; the same document and options give the same passages. */
export function chunkDocument(document: ChunkInput, options: Partial<ChunkOptions> = {}): readonly Passage[] {
  return chunkCounted(document, options).passages;
}

/** As `chunkDocument`, with the work it took: a number that grows in step with the text, whatever is in it. */
export function chunkCounted(
  document: ChunkInput,
  options: Partial<ChunkOptions> = {},
): { readonly passages: readonly Passage[]; readonly steps: number } {
  const { text } = document;
  const task: Task = {
    text,
    options: chunkOptions(options),
    countTokens: createTokenCounter(text),
    work: { steps: 0 },
  };
  const landmarks = document.landmarks.map((landmark) => landmark.offset).toSorted((one, other) => one - other);
  const builder = createOutlineBuilder(text, landmarks);
  SCANNERS[document.format](task, builder);
  const { outline } = builder;
  sumSections(outline.sections);
  const passages = buildPassages(task, { outline, title: headingLabel(document.title) });
  return { passages, steps: task.work.steps };
}

type Titled = { readonly outline: Outline; readonly title: string };

/** A heading that says the document's title again is no part of a path: pages move it into front matter and back. */
function buildPassages(task: Task, { outline, title }: Titled): readonly Passage[] {
  const groups = packUnits(task, outline);
  const sized = groups.map((group) => measure(outline, group));
  const parents = findParents(sized, outline, task.options);
  const paths = new Map<number, readonly string[]>();
  return groups.map((group, ordinal) => {
    const { start, end, section, tokens } = sized[ordinal] ?? { start: 0, end: 0, section: 0, tokens: 0 };
    const header = outline.units[group.from]?.header;
    const headings = pathOf(outline.sections, section, paths).filter((label) => label !== title);
    const prefix = header?.text ?? "";
    const hash = shortHash(embedText({ headings, prefix, start, end }, task.text));
    const parent = parents[ordinal] ?? { start, end };
    return { ordinal, kind: kindOf(outline.units, group), start, end, headings, parent, prefix, tokens, hash };
  });
}

function measure({ units, sections }: Outline, group: Group): Sized {
  let tokens = units[group.from]?.header?.tokens ?? 0;
  let section: number | undefined;
  for (let index = group.from; index < group.to; index += 1) {
    const unit = units[index];
    if (unit === undefined) continue;
    tokens += unit.tokens;
    if (unit.kind !== "heading")
      section = section === undefined ? unit.section : common(sections, section, unit.section);
  }
  const first = units[group.from];
  return {
    start: first?.start ?? 0,
    end: units[group.to - 1]?.end ?? 0,
    section: section ?? first?.section ?? 0,
    tokens,
  };
}

/** The deepest section that holds both; parents have smaller numbers than their children. */
function common(sections: readonly Section[], one: number, other: number): number {
  let [left, right] = [one, other];
  while (left !== right) {
    if (left > right) left = sections[left]?.parent ?? 0;
    else right = sections[right]?.parent ?? 0;
  }
  return left;
}

function pathOf(sections: readonly Section[], index: number, known: Map<number, readonly string[]>): readonly string[] {
  const found = known.get(index);
  if (found !== undefined) return found;
  const section = sections[index];
  const path =
    section === undefined || section.level === 0
      ? []
      : [...pathOf(sections, section.parent, known), section.label].filter((label) => label !== "");
  known.set(index, path);
  return path;
}

/** The kind that most of the passage's tokens are of; headings count for none. */
function kindOf(units: readonly Unit[], group: Group): PassageKind {
  const tokens = { prose: 0, list: 0, table: 0, code: 0 };
  for (let index = group.from; index < group.to; index += 1) {
    const unit = units[index];
    if (unit !== undefined && unit.kind !== "heading") tokens[unit.kind] += unit.tokens;
  }
  let best: PassageKind = "prose";
  for (const kind of ["list", "table", "code"] as const) if (tokens[kind] > tokens[best]) best = kind;
  return best;
}
