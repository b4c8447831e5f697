// `schoolbook exam export`: a run as a file of another program.
import type { Command } from "commander";
import { z } from "zod";

import { examples } from "../flags.ts";
import { noteUnreadable } from "../reports/access-text.ts";
import type { Session } from "../session.ts";
import { plural } from "../terminal/layout.ts";
import { block, line } from "../terminal/styled.ts";
import { DATABASES_OPTION } from "./exam-run.ts";

const FORMATS = ["junit", "csv", "markdown", "jsonl", "promptfoo"] as const;

const FLAGS = z.strictObject({
  to: z.enum(FORMATS, { error: `expected ${FORMATS.join(", ")}` }),
  out: z.string().min(1).optional(),
  force: z.boolean().default(false),
  databases: z.string().min(1).optional(),
});

export function addExamExport(parent: Command, session: Session): void {
  parent
    .command("export")
    .description("Write a run, or its questions, for another program")
    .argument("[run]", "name of the run (default: the latest)")
    .requiredOption("--to <format>", `${FORMATS.join(", ")}; promptfoo is the questions alone`)
    .option("-o, --out <file>", "file to write (default: what is printed)")
    .option("--force", "write over a file that is there")
    .option(...DATABASES_OPTION)
    .addHelpText(
      "after",
      `\nHolds what you may read now, and numbers; texts that rest on anything else are withheld. Others may read less: keep it as safe as the run.\n${examples(
        "schoolbook exam export --to markdown",
        "schoolbook exam export support-nano --to junit --out results.xml",
      )}`,
    )
    .action(
      session.action(FLAGS, async ({ openProject, io, files, printer, options }, { args: [run], flags }) => {
        const { exportProjectRun } = await import("../../app/exam/export-project-run.ts");
        const { writeNewFile } = await import("../../app/exam/exam-file.ts");
        await using project = await openProject();
        const databases = flags.databases === undefined ? undefined : files.reading(flags.databases);
        const reader = { as: options.as, runtime: io.runtime, databases };
        const { text, ...exported } = await exportProjectRun(project, run, { ...reader, format: flags.to });
        const out = flags.out === undefined ? undefined : files.output(flags.out);
        if (out !== undefined) writeNewFile(out.path, text, { force: flags.force });
        printer.result({ ...exported, ...(out === undefined ? { text } : { file: out.file }) }, () =>
          out === undefined
            ? [block(text.replace(/\n$/u, ""))]
            : [line`${printer.palette.green("✓")} ${exported.run} written to ${out.file}.`],
        );
        noteUnreadable(exported, printer);
        for (const { question, field, reason } of exported.leftOut.slice(0, 20))
          printer.note(line`${printer.notePalette.yellow("!")} ${question} ${field}: ${reason}`);
        if (exported.leftOut.length > 20) printer.note(line`  … and ${plural(exported.leftOut.length - 20, "more")}`);
      }),
    );
}
