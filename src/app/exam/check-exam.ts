// Checks a file of questions against the library: findings with the line of the question that each is about.
import { checkQuestions, type CheckReport } from "../../exam/check/check-questions.ts";
import type { Finding } from "../../exam/check/finding.ts";
import { mayShow } from "../../exam/run/plan-rows.ts";
import { smallestDetectableDifference } from "../../exam/statistics/detectable-difference.ts";
import type { Question } from "../../spec/exam.ts";
import type { Project, Reader } from "../project/project.ts";

export type PlacedFinding = Finding & {
  /** Of the first question that it is about; undefined where it is about all of them. */
  readonly line: number | undefined;
};

export type ExamCheck = Omit<CheckReport, "findings"> & {
  readonly questions: number;
  readonly findings: readonly PlacedFinding[];
  /** Questions that others ask: their sources were not looked at. */
  readonly asOthers: number;
  readonly library: "looked-at" | "missing";
};

export type CheckExamOptions = Pick<Reader, "as"> & {
  readonly questions: readonly Question[];
  readonly lines: ReadonlyMap<string, number>;
  /** Whoever checks may know what exists that the askers may not read. */
  readonly tellsClosed: boolean;
};

/** On so many questions two arms often disagree. */
const USUAL_DISAGREEMENT = 0.3;

export async function checkExam(
  project: Pick<Project, "examLibrary" | "principalsOf">,
  { as, questions, lines, tellsClosed }: CheckExamOptions,
): Promise<ExamCheck> {
  const principals = project.principalsOf(as);
  const own = new Set(questions.filter((question) => mayShow(question, principals)));
  const library = project.examLibrary({ tellsClosed });
  const checked = await checkQuestions({
    questions,
    ...(library === undefined ? {} : { library }),
    looksAt: (question) => own.has(question),
    smallestDifference: (count) => smallestDetectableDifference(count, { disagreement: USUAL_DISAGREEMENT }),
  });
  return {
    ...checked,
    questions: questions.length,
    findings: checked.findings.map((finding) => ({ ...finding, line: lineOf(finding, lines) })),
    asOthers: questions.length - own.size,
    library: library === undefined ? "missing" : "looked-at",
  };
}

function lineOf({ questions: [first] }: Finding, lines: ReadonlyMap<string, number>): number | undefined {
  return first === undefined ? undefined : lines.get(first);
}
