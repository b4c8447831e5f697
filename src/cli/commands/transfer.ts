// `schoolbook library export` and `import`: the whole library as one file.
import type { Command } from "commander";
import { z } from "zod";

import { writeOptions } from "../command-context.ts";
import { examples, WAIT_OPTION, waitFlag } from "../flags.ts";
import { NO_FLAGS, type Session } from "../session.ts";
import { bytes, plural } from "../terminal/layout.ts";
import { line } from "../terminal/styled.ts";

export function addExport(parent: Command, session: Session): void {
  parent
    .command("export")
    .description("Copy the whole library into one file")
    .argument("<file>", "file to write; must not exist yet")
    .addHelpText(
      "after",
      `\nThe file holds every document, whoever may read it: keep it as safe as the library.\n${examples("schoolbook library export backup.schoolbook")}`,
    )
    .action(
      session.action(NO_FLAGS, async ({ openProject, printer, files }, { args: [file = ""] }) => {
        await using project = await openProject();
        const report = await project.exportTo(files.writing(file));
        printer.result(report, () => [
          line`${printer.palette.green("✓")} ${plural(report.documents, "document")} exported to ${report.file} (${bytes(report.bytes)}).`,
        ]);
      }),
    );
}

export function addImport(parent: Command, session: Session): void {
  parent
    .command("import")
    .description("Replace the library by an exported one")
    .argument("<file>", "file that `library export` wrote")
    .option(...WAIT_OPTION)
    .addHelpText("after", examples("schoolbook library import backup.schoolbook"))
    .action(
      session.action(z.strictObject({ wait: waitFlag }), async (context, { args: [file = ""], flags }) => {
        await using project = await context.openProject();
        const report = await (async () => {
          using display = context.progress();
          return await project.importFrom(context.files.reading(file), writeOptions(context, display, flags.wait));
        })();
        const { green } = context.printer.palette;
        context.printer.result(report, () => [
          line`${green("✓")} The library now holds the ${plural(report.documents, "document")} of ${report.file}.`,
        ]);
      }),
    );
}
