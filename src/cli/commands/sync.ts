// `schoolbook library sync`: brings the library up to date with its sources.
import type { Command } from "commander";
import { z } from "zod";

import { writeOptions } from "../command-context.ts";
import { examples, manyFlag, WAIT_OPTION, waitFlag } from "../flags.ts";
import { collect } from "../global-options.ts";
import { printIdleRules, printSyncProblems, syncLines, syncOutcome } from "../reports/sync-report.ts";
import type { Session } from "../session.ts";

const FLAGS = z.strictObject({
  source: manyFlag,
  wait: waitFlag,
  dryRun: z.boolean().default(false),
  allowRemovals: z.boolean().default(false),
});

export function addSync(parent: Command, session: Session): void {
  parent
    .command("sync")
    .description("Read and index what has changed")
    .option("-s, --source <name>", "only this source; repeatable", collect)
    .option(...WAIT_OPTION)
    .option("-n, --dry-run", "say what would change and write nothing")
    .option("--allow-removals", "let sources that are gone or empty take most of the library with them")
    .addHelpText(
      "after",
      examples(
        "schoolbook library sync",
        "schoolbook library sync --source tickets --wait 60",
        "schoolbook library sync --dry-run --json",
      ),
    )
    .action(
      session.action(FLAGS, async (context, { flags }) => {
        await using project = await context.openProject();
        const report = await (async () => {
          using display = context.progress();
          const sources = flags.source.length === 0 ? {} : { sources: flags.source };
          return await project.sync({
            ...writeOptions(context, display, flags.wait),
            ...sources,
            dryRun: flags.dryRun,
            allowRemovals: flags.allowRemovals,
          });
        })();
        context.printer.result(report, () => syncLines(report, context.printer, flags.dryRun));
        printSyncProblems(report, context.printer);
        printIdleRules(report, context.printer);
        return syncOutcome(report);
      }),
    );
}
