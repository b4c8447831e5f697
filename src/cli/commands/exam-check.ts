// `schoolbook exam check`: looks at questions before they cost anything.
import type { Command } from "commander";
import { z } from "zod";

import type { ExamCheck } from "../../app/exam/check-exam.ts";
import { EXAM_ARGUMENT } from "../file-arguments.ts";
import { examples } from "../flags.ts";
import type { Printer } from "../printer.ts";
import { points } from "../reports/exam-figures.ts";
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
        printer.result({ ok: !wrong, file, ...check }, () =>
          checkLines(check, { file, strict: flags.strict, printer }),
        );
        return wrong ? "input_invalid" : undefined;
      }),
    );
}

type Checking = { readonly file: string; readonly strict: boolean; readonly printer: Printer };

function checkLines(check: ExamCheck, { file, strict, printer }: Checking): readonly Styled[] {
  const { yellow, red, cyan, dim } = printer.palette;
  const marks = { error: red("error"), warning: yellow("warning") };
  const axes = check.axes.map(({ axis, questions, smallestDifference }) => {
    const shows =
      smallestDifference === undefined
        ? ", too few to tell any two arms apart"
        : `, enough to tell two arms apart that differ by about ${points(smallestDifference)} or more`;
    return line`  ${axis}: ${plural(questions, "question")}${dim(shows)}`;
  });
  const errors = check.findings.filter(({ severity }) => severity === "error").length;
  return [
    ...check.findings.flatMap(({ severity, line: row, message, remedy }) => [
      line`${row === undefined ? file : `${file}:${row}`} ${marks[severity]}: ${message}`,
      line`  ${cyan("→")} ${printer.advice(remedy)}`,
    ]),
    line`${plural(check.questions, "question")}, ${check.unanswerable} of them without an answer`,
    ...axes,
    ...(check.asOthers === 0
      ? []
      : [
          line`${yellow("!")} ${plural(check.asOthers, "question")} asked by others: their sources were not looked at; name them with --as to have those looked at.`,
        ]),
    ...(check.library === "missing"
      ? [
          line`${yellow("!")} There is no library yet, so that sources were not looked at: run \`schoolbook library sync\`, then check again.`,
        ]
      : []),
    ...endLines(check, { errors, strict, printer }),
  ];
}

type Ending = Omit<Checking, "file"> & { readonly errors: number };

/** What the exit code says, in words, and what comes next. */
function endLines({ findings }: ExamCheck, { errors, strict, printer }: Ending): readonly Styled[] {
  const { green, red, yellow, cyan } = printer.palette;
  const warnings = plural(findings.length - errors, "warning");
  const run = line`${cyan("→")} ${printer.advice("`schoolbook exam run --dry-run` says what asking them will take.")}`;
  if (errors > 0) {
    return [
      line`${red("✗")} ${plural(errors, "error")}, ${warnings}.`,
      line`${cyan("→")} Mend the errors first: such questions measure nothing. Each says above what to do.`,
    ];
  }
  if (findings.length === 0) return [line`${green("✓")} Nothing to complain about.`, run];
  if (!strict) return [line`${green("✓")} No errors, ${warnings}: the exam can be run as it is.`, run];
  return [
    line`${yellow("✗")} No errors, ${warnings}, which --strict counts as errors.`,
    line`${cyan("→")} Do what the warnings say, or leave --strict out to run the exam as it is.`,
  ];
}
