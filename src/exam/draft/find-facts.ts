// Facts that can be asked about without a model: cells of tables, "key: value" lines, sentences that say what something is.
import type { DraftPassage, Proposal } from "./draft-passage.ts";

export type DraftFact = {
  /** What it is about; undefined where the question is given as it stands. */
  readonly subject?: string;
  readonly attribute?: string;
} & Proposal;

export function findFacts(passage: DraftPassage): readonly DraftFact[] {
  return [...tableFacts(passage), ...lineFacts(passage), ...sentenceFacts(passage), ...headingFacts(passage)];
}

export function askFor(attribute: string, subject: string): string {
  const verb = /[^s]s$/iu.test(attribute) ? "are" : "is";
  return `What ${verb} the ${lowered(attribute)} of ${subject}?`;
}

/** Names and abbreviations keep their letters. */
function lowered(label: string): string {
  return /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

const LONGEST_VALUE = 80;
const LONGEST_LABEL = 40;

function isValue(text: string): boolean {
  return text.length > 0 && text.length <= LONGEST_VALUE && /[\p{L}\p{N}]/u.test(text) && !/^n\/?a$/iu.test(text);
}

function isLabel(text: string): boolean {
  return text.length >= 3 && text.length <= LONGEST_LABEL && /^\p{L}[\p{L}\p{N} /'’-]*$/u.test(text);
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
    return cells.slice(1).flatMap((answer, column): readonly DraftFact[] => {
      const head = header[column + 1] ?? "";
      const isPair = VALUE_COLUMN.test(head);
      const [subject, attribute] = isPair ? [plain(headings.at(-1) ?? title), first] : [first, head];
      if (!isLabel(attribute) || !isValue(subject) || !isValue(answer)) return [];
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
    const [attribute, answer] = [plain(key), plain(value).replace(/[.;]$/u, "")];
    if (!isLabel(attribute) || REMARK.test(attribute) || !isValue(answer) || !isValue(subject)) return [];
    return [{ subject, attribute, question: askFor(attribute, subject), answer, quote: line.trim() }];
  });
}

const SENTENCE = /[^.!?\n]+(?:\.(?=\d)[^.!?\n]+)*[.!?](?=\s|$)/gu;
const SAID_OF =
  /^(?:The|Our) ([\p{L} -]{3,40}?) (?:of|for) ((?:the |our )?[\p{L}\p{N}][^,;]{1,60}?) (?:is|are) ([^,;]{1,80})\.$/u;
const SAYS_WHAT = /^((?:The |An? )?\p{Lu}[\p{L}\p{N} -]{1,50}?) (?:is|means|stands for) ((?:an?|the) [^,;]{3,70})\.$/u;
/** What is said of these is known only to who read the sentences before. */
const POINTING =
  /^(?:the |an? )?(?:it|this|that|these|those|they|he|she|we|you|there|here|what|which|one|both|each)\b/iu;

/** `is played by Ann` says who, which "what is" does not ask. */
const DONE_BY = /^\p{Ll}+ (?:by|to|at|from)\b/u;

function sentenceFacts({ text }: DraftPassage): readonly DraftFact[] {
  return [...text.matchAll(SENTENCE)].flatMap(([found]): readonly DraftFact[] => {
    const sentence = found.trim();
    const [, said = "", subject = "", answer = ""] = SAID_OF.exec(sentence) ?? [];
    const attribute = said.replace(/ (?:chosen|given|set|used|stated|agreed)$/u, "");
    if (isLabel(attribute) && isValue(answer) && !POINTING.test(subject) && !DONE_BY.test(answer)) {
      return [{ subject, attribute, question: askFor(attribute, subject), answer, quote: sentence }];
    }
    const [, defined = "", definition = ""] = SAYS_WHAT.exec(sentence) ?? [];
    if (defined === "" || POINTING.test(defined) || !isValue(definition)) return [];
    const named = defined.replace(/^(?:The|An?) /u, (article) => article.toLowerCase());
    return [{ question: `What is ${named}?`, answer: definition, quote: sentence }];
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

function plain(text: string): string {
  return text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/gu, "$1")
    .replaceAll(/[*`]/gu, "")
    .trim();
}
