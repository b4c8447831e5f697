// A passage as a claim is held against it: its sentences and rows at their places in the stored text, with what stands around each.
import type { Document, Span } from "../../../spec/document.ts";
import type { Analyze, TermSet } from "../../quote/asked-words.ts";
import { splitUnits, type QuoteUnit } from "../../quote/split-units.ts";
import type { SourcePassage } from "../prompt/source-passage.ts";
import { claimValues, type ClaimValue } from "./claim-values.ts";
import { fold } from "./fold-text.ts";

/** Positions are those in the document's text. */
export type ReadUnit = Span & {
  /** The number under which the model was shown its passage. */
  readonly number: number;
  readonly own: string;
  /** Folded: what it says, and that with headings, title and what its paragraph said before. */
  readonly around: string;
  /** Folded: headings, title and lead-in alone. */
  readonly above: string;
  readonly values: readonly ClaimValue[];
  /** Those that stand above it: in its headings, the title, a lead-in. */
  readonly valuesAround: readonly ClaimValue[];
  readonly terms: { readonly own: TermSet; readonly lead: TermSet; readonly path: TermSet };
};

export type ReadPassage = {
  readonly document: Document;
  /** Where the passage stands in the document as it is stored now. */
  readonly place: Span;
  readonly units: readonly ReadUnit[];
};

/** Undefined when the document no longer holds the passage: nothing can be cited from it then. */
export function readPassage(
  { number, ...source }: SourcePassage & { readonly number: number },
  document: Document,
  analyze: Analyze,
): ReadPassage | undefined {
  const isThere = document.text.startsWith(source.text, source.start);
  const start = isThere ? source.start : document.text.indexOf(source.text);
  if (start < 0 || source.text === "") return undefined;
  const place = { start, end: start + source.text.length };
  const { text, prefix, format } = source;
  const units = splitUnits({ text: endLines(text), prefix, format, heading: source.headings.at(-1) ?? "" });
  const pathAt = headingPaths(source, document);
  const read: ReadUnit[] = [];
  for (const [index, unit] of units.entries()) {
    if (unit.kind === "list") continue;
    const before = units.slice(0, index).filter(({ block, kind }) => block === unit.block && kind !== "list");
    const path = [source.title, ...pathAt(start + unit.start)].join("\n");
    read.push(
      readUnit(unit, { path, before: before.map(({ shown }) => shown).join("\n"), offset: start, number }, analyze),
    );
  }
  return { document, place, units: read };
}

type Around = { readonly path: string; readonly before: string; readonly offset: number; readonly number: number };

function readUnit(unit: QuoteUnit, { path, before, offset, number }: Around, analyze: Analyze): ReadUnit {
  const said = [unit.shown, unit.meant ?? ""].join("\n").replaceAll(LINE_END, "");
  const lead = unit.lead.replaceAll(LINE_END, " ");
  return {
    number,
    start: offset + unit.start,
    end: offset + unit.end - (unit.shown.endsWith(LINE_END) ? 1 : 0),
    own: fold(said),
    around: fold([said, lead, before.replaceAll(LINE_END, " "), path].join("\n")),
    above: fold([lead, path].join("\n")),
    values: claimValues(said),
    valuesAround: claimValues([lead, path].join("\n")),
    terms: { own: analyze.passage(said), lead: analyze.passage(lead), path: analyze.passage(path) },
  };
}

/** As long as the line's end that it stands for, and an end of a sentence to `splitSentences`. */
const LINE_END = "。";
/** A line that is short, or whose sentence is over, before one that begins anew: each says something by itself. */
const HARD_END = /(?<=^([^\n|]*))\n(?=["'“(*_]*[\p{Lu}\p{Nd}])/gmu;
const SHORT_LINE = 60;

/** `Fee: 442 francs` and the line below it are two statements, though no full stop stands between them. */
function endLines(text: string): string {
  return text.replaceAll(HARD_END, (end: string, line: string) => {
    const isStatement = line.trim() !== "" && !/^\s*(?:#|>|```|[-*+•]\s|\d+[.)]\s)|[?!:]["'”)*_]*\s*$/u.test(line);
    return isStatement && (line.length < SHORT_LINE || /[.;]["'”)*_]*\s*$/u.test(line)) ? LINE_END : end;
  });
}

const HEADING = /^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$/gmu;

/** A passage may span several small sections: which headings stand above an offset is read from the text itself. */
function headingPaths(source: SourcePassage, { text, format }: Document): (offset: number) => readonly string[] {
  if (format !== "markdown") return () => source.headings;
  const headings = [...text.matchAll(HEADING)].map(({ index, 1: marks = "", 2: title = "" }) => ({
    index,
    level: marks.length,
    title,
  }));
  if (headings.length === 0) return () => source.headings;
  return (offset) => {
    let path: readonly { readonly level: number; readonly title: string }[] = [];
    for (const { index, level, title } of headings) {
      if (index > offset) break;
      path = [...path.filter((above) => above.level < level), { level, title }];
    }
    return path.map(({ title }) => title);
  };
}
