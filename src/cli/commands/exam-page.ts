// `schoolbook exam page`: a run as one page to look at, question by question, with nothing on it that its reader may not read.
import type { Command } from "commander";
import { z } from "zod";

import { examples } from "../flags.ts";
import type { Session } from "../session.ts";
import { plural } from "../terminal/layout.ts";
import { line } from "../terminal/styled.ts";
import { DATABASES_OPTION } from "./exam-run.ts";

const FLAGS = z.strictObject({
  to: z.string().min(1),
  force: z.boolean().default(false),
  databases: z.string().min(1).optional(),
});

export function addExamPage(parent: Command, session: Session): void {
  parent
    .command("page")
    .description("Write a run as one HTML page: numbers, then every question with its passages")
    .argument("[run]", "name of the run (default: the latest)")
    .requiredOption("--to <file>", "file to write")
    .option("--force", "write over a file that is there")
    .option(...DATABASES_OPTION)
    .addHelpText(
      "after",
      `\nOne file that fetches nothing. It shows what you may read now; answers that rest on anything else are withheld.\n${examples(
        "schoolbook exam page --to run.html",
        "schoolbook exam page support-nano --to run.html --as user:ann",
      )}`,
    )
    .action(
      session.action(FLAGS, async ({ openProject, io, files, printer, options }, { args: [run], flags }) => {
        const { writeRunPage } = await import("../../app/exam/write-run-page.ts");
        const { openRun, projectMetrics } = await import("../../app/exam/project-runs.ts");
        await using project = await openProject();
        const databases = flags.databases === undefined ? undefined : files.reading(flags.databases);
        const reader = { as: options.as, runtime: io.runtime };
        await using opened = openRun(project, run, { ...reader, databases });
        const { file, path } = files.output(flags.to);
        const written = await writeRunPage(project, {
          ...reader,
          run: opened.run,
          to: path,
          force: flags.force,
          metrics: projectMetrics(project, databases),
        });
        printer.result(written, () => [
          line`${printer.palette.green("✓")} ${opened.run} written to ${file}: ${plural(written.rows, "row")}.`,
        ]);
      }),
    );
}
