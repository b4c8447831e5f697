// `schoolbook exam check`: looks at questions before they cost anything.
import type { Command } from "commander";
import { z } from "zod";

import type { ExamCheck } from "../../app/exam/check-exam.ts";
import { EXAM_ARGUMENT } from "../file-arguments.ts";
import { examples } from "../flags.ts";
import type { Printer } from "../printer.ts";
import type { Session } from "../session.ts";
import { plural } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

const FLAGS = z.strictObject({
  operator: z.boolean().default(false),
  strict: z.boolean().default(false),
});

export function addExamCheck(parent: Command, session: Session): void {
  parent
    .command("check")
    .description("Find questions that are asked twice, give their answer away, or cannot be answered")
    .argument(...EXAM_ARGUMENT)
    .option("--operator", "tell closed sources from missing ones: for whoever may know what exists")
    .option("--strict", "warnings count as errors")
    .addHelpText(
      "after",
      `\nEnds with exit code 3 when there are errors. Sources of questions that others ask than --as are not looked at.\n${examples(
        "schoolbook exam check",
        "schoolbook exam check support.jsonl --as user:ann --strict --json",
      )}`,
    )
    .action(
      session.action(FLAGS, async ({ openProject, files, printer, options }, { args: [typed], flags }) => {
        const { readExamFile } = await import("../../app/exam/exam-file.ts");
        const { checkExam } = await import("../../app/exam/check-exam.ts");
        const askedBy = options.isAsGiven ? { askedBy: options.as } : {};
        const { file, path } = files.exam(typed);
        const { questions, lines } = readExamFile(path, { name: file, ...askedBy });
        await using project = await openProject();
        const check = await checkExam(project, { as: options.as, questions, lines, tellsClosed: flags.operator });
        const wrong = check.findings.some(({ severity }) => severity === "error" || flags.strict);
        printer.result({ ok: !wrong, file, ...check }, () => checkLines(check, file, printer));
        return wrong ? "input_invalid" : undefined;
      }),
    );
}

function checkLines(check: ExamCheck, file: string, printer: Printer): readonly Styled[] {
  const { green, yellow, red, cyan, dim } = printer.palette;
  const marks = { error: red("error"), warning: yellow("warning") };
  const axes = check.axes.map(({ axis, questions, smallestDifference }) => {
    const shows =
      smallestDifference === undefined
        ? ""
        : `, differences from about ${Math.round(smallestDifference * 100)} points on`;
    return line`  ${axis}: ${plural(questions, "question")}${dim(shows)}`;
  });
  const errors = check.findings.filter(({ severity }) => severity === "error").length;
  return [
    ...check.findings.flatMap(({ severity, line: row, message, remedy }) => [
      line`${row === undefined ? file : `${file}:${row}`} ${marks[severity]}: ${message}`,
      line`  ${cyan("→")} ${remedy}`,
    ]),
    line`${plural(check.questions, "question")}, ${check.unanswerable} of them without an answer`,
    ...axes,
    ...(check.asOthers === 0
      ? []
      : [
          line`${yellow("!")} ${plural(check.asOthers, "question")} asked by others: their sources were not looked at; see --as.`,
        ]),
    ...(check.library === "missing" ? [line`${yellow("!")} There is no library yet: sources were not looked at.`] : []),
    errors === 0
      ? line`${green("✓")} ${check.findings.length === 0 ? "Nothing to complain about." : `No errors, ${plural(check.findings.length, "warning")}.`}`
      : line`${red("✗")} ${plural(errors, "error")}, ${plural(check.findings.length - errors, "warning")}.`,
  ];
}
