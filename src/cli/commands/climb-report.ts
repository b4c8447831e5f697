// `schoolbook climb report`: writes the report of a climb again, for whoever the climb was made for.
import type { Command } from "commander";
import { z } from "zod";

import { examples } from "../flags.ts";
import type { Session } from "../session.ts";
import { line } from "../terminal/styled.ts";

const FLAGS = z.strictObject({
  to: z.string().min(1),
  force: z.boolean().default(false),
});

export function addClimbReport(parent: Command, session: Session): void {
  parent
    .command("report")
    .description("Write the report of a climb again: as a page or as a text")
    .argument("[name]", "name of the climb (default: the latest)")
    .requiredOption("--to <file>", "file to write, ending in .html or .md")
    .option("--force", "write over a file that is there")
    .addHelpText(
      "after",
      `\nNothing is asked again: it reads the climb and the run beneath it, as whoever it was made for may read them now.\n${examples(
        "schoolbook climb report --to ladder.html",
        "schoolbook climb report climb-support-nano --to ladder.md",
      )}`,
    )
    .action(
      session.action(FLAGS, async ({ openProject, io, files, printer, options }, { args: [name], flags }) => {
        const { latestClimb, writeReportFile } = await import("../../app/ladder/climb/write-report.ts");
        await using project = await openProject();
        const { file, path } = files.output(flags.to);
        const written = await writeReportFile(project, {
          name: name ?? latestClimb(project),
          to: path,
          force: flags.force,
          as: options.as,
          runtime: io.runtime,
        });
        printer.result(written, () => [line`${printer.palette.green("✓")} ${written.climb} written to ${file}.`]);
      }),
    );
}
