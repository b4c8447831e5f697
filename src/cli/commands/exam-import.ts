// `schoolbook exam import`: brings in the questions of another tool, and says what could not be taken over.
import type { Command } from "commander";
import { z } from "zod";

import type { ImportExamReport } from "../../app/exam/import-exam.ts";
import { SchoolbookError } from "../../core/errors.ts";
import { examples } from "../flags.ts";
import type { Printer } from "../printer.ts";
import type { Session } from "../session.ts";
import { plural } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

const FORMATS = ["promptfoo", "openai-evals", "ragas", "table"] as const;
const MOST_SHOWN = 20;

const FLAGS = z.strictObject({
  to: z.string().min(1).optional(),
  format: z.enum(FORMATS, { error: `expected ${FORMATS.join(", ")}` }).optional(),
  companion: z.string().min(1).optional(),
  force: z.boolean().default(false),
});

export function addExamImport(parent: Command, session: Session): void {
  parent
    .command("import")
    .description("Bring in questions of promptfoo, OpenAI Evals, RAGAS or a table")
    .argument("<file>", "file of the other tool")
    .option("--to <file>", "file to write: .yaml, .jsonl or .csv (default: exam.yaml of the project)")
    .option("--format <format>", `which tool wrote it: ${FORMATS.join(", ")} (default: guessed)`)
    .option("--companion <file>", "second file, such as the graders of hosted evals beside their items")
    .option("--force", "write over a file that is there")
    .addHelpText(
      "after",
      `\nNo other tool says who asks: --as does, for all questions. What cannot be taken over is listed.\n${examples(
        "schoolbook exam import promptfooconfig.yaml --as public",
        "schoolbook exam import evals.jsonl --companion eval.json --to evals.yaml --as group:support",
      )}`,
    )
    .action(
      session.action(FLAGS, async ({ files, printer, options }, { args: [from], flags }) => {
        const { importExam } = await import("../../app/exam/import-exam.ts");
        if (from === undefined) throw new SchoolbookError("usage", "A file to bring in is needed.");
        const { file: to, path } = flags.to === undefined ? files.usual("exam.yaml") : files.output(flags.to);
        const report = importExam({
          from: files.reading(from),
          to: path,
          as: options.as,
          force: flags.force,
          ...(flags.format === undefined ? {} : { format: flags.format }),
          ...(flags.companion === undefined ? {} : { companion: files.reading(flags.companion) }),
        });
        printer.result({ ...report, to }, () => importLines({ ...report, to }, printer));
      }),
    );
}

function importLines(report: ImportExamReport, printer: Printer): readonly Styled[] {
  const { green, yellow, dim } = printer.palette;
  const { questions, leftOut, notes, format, to } = report;
  const shown = leftOut.slice(0, MOST_SHOWN).map(({ line: row, field, reason }) => {
    return line`  line ${row}${field === "" ? "" : ` ${field}`}: ${reason}`;
  });
  const rest = leftOut.length - shown.length;
  return [
    line`${green("✓")} ${plural(questions.length, "question")} (${format}) written to ${to}, asked by ${questions[0]?.principals.join(", ") ?? "nobody"}.`,
    ...notes.map((note) => line`${yellow("!")} ${note}`),
    ...(leftOut.length === 0 ? [] : [line`${yellow("!")} Not taken over (${leftOut.length}):`, ...shown]),
    ...(rest === 0 ? [] : [line`  ${dim(`… and ${rest} more; --json lists all`)}`]),
  ];
}
