// Turns reviewed feedback into questions of an exam or rows to learn from; nothing becomes both, or either of them twice.
import { appendFileSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, extname, join } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import { acquireLock, type Lock } from "../../core/lock.ts";
import type { Runtime } from "../../core/runtime.ts";
import { writeFailure } from "../../core/write-failure.ts";
import { plainText } from "../../exam/check/compared-words.ts";
import { writeQuestions } from "../../exam/questions/write-questions.ts";
import { exportExamples } from "../../school/examples/export/export-examples.ts";
import { readExamFile } from "../exam/exam-file.ts";
import type { OpenOptions } from "../open-project.ts";
import { sourceAccess } from "../school/source-access.ts";
import { feedbackExample } from "./feedback-example.ts";
import type { Judged } from "./feedback-line.ts";
import { appendFeedback, feedbackFolder } from "./feedback-log.ts";
import { feedbackQuestion } from "./feedback-question.ts";
import { type FeedbackProject, type FeedbackReader, isOpen, projectFeedback } from "./project-feedback.ts";

export type UseOptions = FeedbackReader & {
  /** JSONL; what it holds already stays. */
  readonly to: string;
  readonly runtime: Runtime;
};

export type UseReport = {
  readonly to: string;
  readonly added: number;
  /** Accepted by a review, and not used here. */
  readonly leftOut: readonly { readonly id: string; readonly question: string; readonly reason: string }[];
  /** Waiting for a review. */
  readonly open: number;
};

export async function feedbackToExam(project: FeedbackProject, options: UseOptions): Promise<UseReport> {
  using _lock = await lockUses(project, "feedback to-exam", options);
  const asked = isFilled(options.to) ? readExamFile(options.to, { askedBy: options.as }).questions : [];
  const ids = new Set(asked.map(({ id }) => id));
  return await use(project, options, "exam", async (item) => {
    const question = feedbackQuestion(item, project.principalsOf);
    if (typeof question === "string") return { reason: question };
    // why: whoever reviews may read more than whoever asked.
    const { adapter } = item.thumb.given;
    if (!(await isOpen(project, { read: [], adapter }, question.principals))) {
      return { reason: "whoever asked is not cleared any more for the adapter that answered" };
    }
    if (ids.has(question.id)) return { reason: "the exam asks it already" };
    ids.add(question.id);
    return { row: writeQuestions([question], "jsonl") };
  });
}

/** Questions of `exams` are not learnt: what measures must not be known beforehand. */
export async function feedbackToExamples(
  project: FeedbackProject,
  options: UseOptions & { readonly exams: readonly string[]; readonly open: OpenOptions },
): Promise<UseReport> {
  using _lock = await lockUses(project, "feedback to-examples", options);
  const accessOf = await sourceAccess(options.open, options.runtime);
  const measured = new Set(
    options.exams
      .flatMap((path) => readExamFile(path, { askedBy: options.as }).questions)
      .map(({ question }) => plainText(question)),
  );
  let learnt = isFilled(options.to) ? readFileSync(options.to, "utf8") : "";
  return await use(project, options, "examples", (item) => {
    if (measured.has(plainText(item.thumb.given.question))) return { reason: USED_AS.exam };
    const example = feedbackExample(item, accessOf);
    if (typeof example === "string") return { reason: example };
    const row = exportExamples([example], "schoolbook").text;
    if (learnt.includes(row)) return { reason: "the rows hold it already" };
    learnt += row;
    return { row };
  });
}

const WAIT_MS = 30_000;

/** From the look at what was used to the last use: two at once would use a thumb twice, or measure what the other learns. */
async function lockUses({ settings }: FeedbackProject, command: string, { runtime }: UseOptions): Promise<Lock> {
  const folder = feedbackFolder(settings);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw writeFailure(cause, { path: folder });
  }
  const protects = { name: "the feedback", busy: "feedback_busy", being: "used" } as const;
  return acquireLock(join(folder, "use.lock"), { command, waitMs: WAIT_MS, runtime, protects });
}

type Made = { readonly row: string } | { readonly reason: string };

/** The row is written before it is remembered: a crash between them is met by the look at what is there already. */
async function use(
  project: FeedbackProject,
  { as, to, runtime }: UseOptions,
  kind: "exam" | "examples",
  make: (item: Judged) => Made | Promise<Made>,
): Promise<UseReport> {
  if (extname(to) !== ".jsonl") throw noJsonl(to);
  const { items } = await projectFeedback(project, { as });
  const leftOut: UseReport["leftOut"][number][] = [];
  let added = 0;
  mkdirSync(dirname(to), { recursive: true });
  for (const item of items) {
    const { thumb, review, uses } = item;
    if (review?.decision !== "accepted") continue;
    const [used] = uses;
    if (used?.as === kind) continue;
    const made = used === undefined ? await make(item) : { reason: USED_AS[used.as] };
    if ("reason" in made) {
      leftOut.push({ id: thumb.id, question: thumb.given.question, reason: made.reason });
      continue;
    }
    appendFileSync(to, made.row, { flush: true });
    appendFeedback(project.settings, { kind: "use", version: 1, of: thumb.id, as: kind, file: to, at: runtime.now() });
    added += 1;
  }
  return { to, added, leftOut, open: items.filter(({ review }) => review === undefined).length };
}

const USED_AS = {
  exam: "an exam asks it, and what measures is not learnt",
  examples: "it is learnt, and so it measures nothing",
} as const;

function isFilled(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function noJsonl(to: string): SchoolbookError {
  return new SchoolbookError("usage", `${to} is no JSONL file; feedback is added to one line by line.`, {
    hint: "Name a file that ends in .jsonl with --to.",
  });
}
