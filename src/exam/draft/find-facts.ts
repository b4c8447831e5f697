// Facts that can be asked about without a model: cells of tables, "key: value" lines, sentences that say what something is.
import type { DraftFact, DraftPassage } from "./draft-passage.ts";
import { SENTENCE, sentenceFacts } from "./sentence-facts.ts";
import { askFor, isLabel, isSubject, isValue, labelOf } from "./word-question.ts";

export function findFacts(passage: DraftPassage): readonly DraftFact[] {
  return [...tableFacts(passage), ...lineFacts(passage), ...sentenceFacts(passage.text), ...headingFacts(passage)];
}

const ROW = /^\s*\|(.+)\|\s*$/u;
const RULE = /^[\s|:-]+$/u;

/** Columns that only say that a value stands in them: then the first cell says which, of what the heading names. */
const VALUE_COLUMN = /^(?:value|values|wert|detail|details|entry|)$/iu;

/** The first cell of a row names it, the head of a column says what its cells are. */
function tableFacts({ title, headings, prefix, text }: DraftPassage): readonly DraftFact[] {
  const lines = [...prefix.split("\n"), ...text.split("\n")].filter((line) => ROW.test(line) && !RULE.test(line));
  const [header, ...rows] = lines.map(cellsOf);
  if (header === undefined) return [];
  return rows.flatMap((cells, at) => {
    const [first = ""] = cells;
    return cells.slice(1).flatMap((cell, column): readonly DraftFact[] => {
      const answer = withoutStop(cell);
      const head = header[column + 1] ?? "";
      const isPair = VALUE_COLUMN.test(head);
      const [subject, name] = isPair ? [plain(headings.at(-1) ?? title), first] : [first, head];
      const attribute = labelOf(name);
      if (!isLabel(attribute) || !isSubject(subject) || !isValue(answer)) return [];
      const quote = (lines[at + 1] ?? "").trim();
      return [{ subject, attribute, question: askFor(attribute, subject), answer, quote }];
    });
  });
}

function cellsOf(line: string): readonly string[] {
  return (ROW.exec(line)?.[1] ?? "").split("|").map((cell) => plain(cell));
}

const KEY_VALUE = /^\s*(?:[-*+]\s+)?(\*\*)?([^:*|#]{3,40}?)(?:\s*:\s*\1|\1\s*:)\s+(\S.*)$/u;

/** Words before a colon that name nothing which the heading's subject has. */
const REMARK = /^(?:see(?: also)?|notes?|examples?|warning|tip|more|hint|important|caution)$/iu;

/** About whatever the nearest heading names. */
function lineFacts({ title, headings, text }: DraftPassage): readonly DraftFact[] {
  const subject = plain(headings.at(-1) ?? title);
  return text.split("\n").flatMap((line): readonly DraftFact[] => {
    const [, , key = "", value = ""] = KEY_VALUE.exec(line) ?? [];
    const [attribute, answer] = [labelOf(plain(key)), withoutStop(plain(value))];
    if (!isLabel(attribute) || REMARK.test(attribute) || !isValue(answer) || !isSubject(subject)) return [];
    return [{ subject, attribute, question: askFor(attribute, subject), answer, quote: line.trim() }];
  });
}

/** A heading that asks is answered by the sentence below it. */
function headingFacts({ headings, text }: DraftPassage): readonly DraftFact[] {
  const question = plain(headings.at(-1) ?? "");
  if (!question.endsWith("?")) return [];
  const body = text.replaceAll(/^#.*$/gmu, "").trim();
  const [sentence] = body.match(SENTENCE) ?? [];
  return sentence === undefined ? [] : [{ question, answer: "", quote: sentence.trim() }];
}

function withoutStop(text: string): string {
  return text.replace(/[.;]$/u, "");
}

function plain(text: string): string {
  return text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/gu, "$1")
    .replaceAll(/[*`]/gu, "")
    .trim();
}
