// `schoolbook exam new`: a first file of questions to write over.
import type { Command } from "commander";
import { z } from "zod";

import { examples } from "../flags.ts";
import type { Session } from "../session.ts";
import { line } from "../terminal/styled.ts";

const FLAGS = z.strictObject({ force: z.boolean().default(false) });

export function addExamNew(parent: Command, session: Session): void {
  parent
    .command("new")
    .description("Write a first file of questions, with one of each kind")
    .argument("[file]", "file to write (default: exam.yaml of the project)")
    .option("--force", "write over a file that is there")
    .addHelpText("after", examples("schoolbook exam new", "schoolbook exam new exams/support.yaml"))
    .action(
      session.action(FLAGS, async ({ files, printer }, { args: [typed], flags }) => {
        const { newExam } = await import("../../app/exam/new-exam.ts");
        const { file, path } = typed === undefined ? files.usual("exam.yaml") : files.output(typed);
        newExam({ path, force: flags.force });
        const { green, cyan } = printer.palette;
        printer.result({ file }, () => [
          line`${green("✓")} ${file}`,
          line`${cyan("→")} ${printer.advice(`Write your own questions into it, then \`schoolbook exam check ${file}\`.`)}`,
        ]);
      }),
    );
}
