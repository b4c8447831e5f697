// Looks at questions before they cost anything: what is asked twice, given away, out of reach, or too little to tell.
import { counted } from "../../core/counted.ts";
import type { Principals } from "../../spec/access.ts";
import type { Axis, Question } from "../../spec/exam.ts";
import { plainText } from "./compared-words.ts";
import { findDuplicates } from "./find-duplicates.ts";
import { findAnswerInQuestion, findCopiedWording } from "./find-leaks.ts";
import type { Finding } from "./finding.ts";

/** What of the library a check looks at. */
export type CheckedLibrary = {
  /** A document's text, by id or address, as these principals may read it. */
  read(name: string, principals: Principals): Promise<string | undefined>;
  /** Whether it is there, whoever may read it. Absent where whoever checks may not know: then the two are not told apart. */
  exists?(name: string): Promise<boolean>;
};

export type CheckOptions = {
  readonly questions: readonly Question[];
  /** Absent: sources are not looked at. */
  readonly library?: CheckedLibrary;
  /** Whether the sources of this question may be looked at; default: of each. */
  readonly looksAt?: (question: Question) => boolean;
  /** The smallest difference between two arms that so many questions can show, as a share; undefined: none. */
  readonly smallestDifference?: (questions: number) => number | undefined;
};

export type AxisCount = {
  readonly axis: Axis;
  readonly questions: number;
  /** Questions that share a source are one; statistics count these. */
  readonly clusters: number;
  readonly smallestDifference: number | undefined;
};

export type CheckReport = {
  readonly findings: readonly Finding[];
  readonly axes: readonly AxisCount[];
  readonly unanswerable: number;
};

/** Fewer on one axis show no difference that is not plain to see anyway. */
const FEW = 50;

export async function checkQuestions(options: CheckOptions): Promise<CheckReport> {
  const { questions, library, looksAt = () => true } = options;
  const findings: Finding[] = [...findDuplicates(questions)];
  for (const question of questions) {
    const leak = findAnswerInQuestion(question);
    if (leak !== undefined) findings.push(leak);
    if (library !== undefined && looksAt(question)) findings.push(...(await checkSources(question, library)));
  }
  const axes = countAxes(options);
  const unanswerable = questions.filter(({ expected }) => expected.unanswerable === true).length;
  findings.push(...axes.flatMap(tooFew));
  if (unanswerable === 0) findings.push(NOTHING_UNANSWERABLE);
  return { findings, axes, unanswerable };
}

const NOTHING_UNANSWERABLE: Finding = {
  kind: "nothing-unanswerable",
  severity: "warning",
  questions: [],
  message: "every question has an answer, so that nothing shows whether an arm says that it does not know",
  remedy:
    "add some that your documents do not answer, each with `expected: { unanswerable: true }`; one in five is usual",
};

async function checkSources(question: Question, library: CheckedLibrary): Promise<readonly Finding[]> {
  const { sources = [], quotes = [], unanswerable } = question.expected;
  const read = await Promise.all(sources.map(async (name) => library.read(name, question.principals)));
  const texts = read.filter((text) => text !== undefined);
  const absent = sources.filter((_, index) => read[index] === undefined);
  const findings: Finding[] = [];
  // why: a question that its asker may not get answered is one that is meant so.
  if (unanswerable !== true) for (const name of absent) findings.push(await outOfReach(question, name, library));
  const copied = findCopiedWording(question, texts);
  if (copied !== undefined) findings.push(copied);
  if (texts.length > 0 && absent.length === 0) findings.push(...missingQuotes(question, quotes, texts));
  return findings;
}

async function outOfReach({ id, principals }: Question, name: string, library: CheckedLibrary): Promise<Finding> {
  const isThere = await library.exists?.(name);
  if (isThere === true) {
    return {
      kind: "source-closed",
      severity: "error",
      questions: [id],
      message: `${id} is asked by ${principals.join(", ")}, who may not read its source ${name}`,
      remedy: "name in `principals` somebody who may read it, or expect no answer with `unanswerable: true`",
    };
  }
  const either = isThere === undefined ? ", or may not be read by who asks" : "";
  return {
    kind: "source-missing",
    severity: "error",
    questions: [id],
    message: `the source ${name} of ${id} is not in the library${either}`,
    remedy:
      "write its path or id as `schoolbook search` shows it, or run `schoolbook library sync` if the document is new",
  };
}

function missingQuotes({ id }: Question, quotes: readonly string[], texts: readonly string[]): readonly Finding[] {
  const plain = texts.map(plainText);
  return quotes
    .filter((quote) => !plain.some((text) => text.includes(plainText(quote))))
    .map((quote) => ({
      kind: "quote-missing",
      severity: "error",
      questions: [id],
      message: `the quote ${JSON.stringify(quote.slice(0, 60))} of ${id} stands in none of its sources`,
      remedy: "copy it word by word from the document as it is now, or leave the quote out",
    }));
}

function countAxes({ questions, smallestDifference }: CheckOptions): readonly AxisCount[] {
  return [...Map.groupBy(questions, ({ axis }) => axis)].map(([axis, own]) => {
    const clusters = new Set(own.map(({ cluster }) => cluster)).size;
    return { axis, questions: own.length, clusters, smallestDifference: smallestDifference?.(clusters) };
  });
}

function tooFew({ axis, questions, clusters, smallestDifference }: AxisCount): readonly Finding[] {
  if (clusters >= FEW) return [];
  const shows =
    smallestDifference === undefined
      ? "that is too few to tell any two arms apart"
      : `two arms that differ by less than about ${counted(Math.round(smallestDifference * 100), "point")} cannot be told apart`;
  const shared =
    clusters === questions ? "" : ` (${counted(clusters, "source")}; questions that share one count as one)`;
  return [
    {
      kind: "too-few",
      severity: "warning",
      questions: [],
      message: `${axis}: ${counted(questions, "question")}${shared}; ${shows}`,
      remedy: `write more with \`axis: ${axis}\`, about other documents, or let \`schoolbook exam draft\` propose some; ${counted(FEW, clusters === questions ? "question" : "source")} are a beginning`,
    },
  ];
}
