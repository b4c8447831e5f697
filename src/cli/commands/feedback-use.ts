// `schoolbook feedback to-exam` and `to-examples`: what was reviewed becomes questions that measure, or rows to learn from.
import { existsSync } from "node:fs";

import type { Command } from "commander";
import { z } from "zod";

import { EXAM_NAMES } from "../file-arguments.ts";
import { examples } from "../flags.ts";
import { collect } from "../global-options.ts";
import { usedLines } from "../reports/feedback.ts";
import type { Session } from "../session.ts";
import { draftName } from "./exam-draft.ts";

const TO_EXAM = z.strictObject({ to: z.string().min(1).optional() });
const TO_EXAMPLES = z.strictObject({
  to: z.string().min(1).optional(),
  exam: z.array(z.string()).default([]),
});

const RULES =
  "Only what a review accepted is used, each thumb once: what measures is not learnt, and what is learnt does not measure.";

export function addFeedbackToExam(parent: Command, session: Session): void {
  parent
    .command("to-exam")
    .description("Add what was reviewed to an exam")
    .option("--to <file>", "the JSONL file that questions are added to (default: as of `exam draft`)")
    .addHelpText(
      "after",
      `\n${RULES} A thumb down becomes a question with the answer that would have been right.\n${examples("schoolbook feedback to-exam", "schoolbook feedback to-exam --to exam.jsonl --as group:support")}`,
    )
    .action(
      session.action(TO_EXAM, async ({ openProject, io, files, options, printer }, { flags }) => {
        await using project = await openProject();
        const { feedbackToExam } = await import("../../app/feedback/use-feedback.ts");
        const to = flags.to === undefined ? files.usual(draftName(files)).path : files.writing(flags.to);
        const report = await feedbackToExam(project, { as: options.as, to, runtime: io.runtime });
        printer.result(report, () => usedLines(report, printer, `\`schoolbook exam check ${to}\` looks at them.`));
      }),
    );
}

export function addFeedbackToExamples(parent: Command, session: Session): void {
  parent
    .command("to-examples")
    .description("Add what was reviewed to rows to learn from")
    .option("--to <file>", "the JSONL file that rows are added to (default: examples.jsonl of the project)")
    .option(
      "--exam <file>",
      "questions that must not be learnt; repeatable (default: the exams of the project)",
      collect,
    )
    .addHelpText(
      "after",
      `\n${RULES} Rows inherit the access lists of the documents that their answers rest on.\n${examples("schoolbook feedback to-examples", "schoolbook feedback to-examples --to replies.jsonl --exam support.yaml")}`,
    )
    .action(
      session.action(TO_EXAMPLES, async ({ openProject, openOptions, io, files, options, printer }, { flags }) => {
        await using project = await openProject();
        const { feedbackToExamples } = await import("../../app/feedback/use-feedback.ts");
        const to = flags.to === undefined ? files.usual("examples.jsonl").path : files.writing(flags.to);
        const own = [...EXAM_NAMES, "exam-draft.jsonl"]
          .map((name) => files.usual(name).path)
          .filter((path) => existsSync(path));
        const exams = flags.exam.length === 0 ? own : flags.exam.map((path) => files.reading(path));
        const given = { as: options.as, to, exams, open: openOptions, runtime: io.runtime };
        const report = await feedbackToExamples(project, given);
        const next = `\`schoolbook school check ${to}\` looks at them; facts are better laid open than learnt: \`schoolbook school raft ${to}\`.`;
        printer.result(report, () => usedLines(report, printer, next));
      }),
    );
}
