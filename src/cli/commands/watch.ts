// `schoolbook library watch`: keeps the library up to date until it is stopped.
import type { Command } from "commander";
import { z } from "zod";

import type { WatchEvent } from "../../app/project/project.ts";
import type { CommandContext } from "../command-context.ts";
import { examples, waitFlag } from "../flags.ts";
import { printSyncProblems, syncLines } from "../reports/sync-report.ts";
import type { Session } from "../session.ts";
import { line } from "../terminal/styled.ts";

const FLAGS = z.strictObject({ wait: waitFlag });

export function addWatch(parent: Command, session: Session): void {
  parent
    .command("watch")
    .description("Sync again whenever documents change")
    .option("--wait <seconds>", "how long each round waits for another writer (default: 0)")
    .addHelpText(
      "after",
      `\nA change of the configuration counts from the next start on.\n${examples("schoolbook library watch", "schoolbook library watch --json   # one line per round")}`,
    )
    .action(
      session.action(FLAGS, async (context, { flags }) => {
        await using project = await context.openProject();
        context.printer.note(line`Watching the sources of ${project.name}; Ctrl-C ends it.`);
        await project.watch({
          onEvent: (event) => showEvent(event, context),
          signal: context.signal,
          waitMs: flags.wait * 1000,
        });
      }),
    );
}

function showEvent(event: WatchEvent, { printer, io }: CommandContext): void {
  const at = new Date(io.runtime.now()).toISOString();
  if (event.kind === "failed") {
    const { red } = printer.palette;
    printer.item({ at, ...event }, () => [line`${at} ${red("failed:")} ${event.error.message}`]);
    return;
  }
  printer.item({ at, ...event }, () => [line`${printer.palette.dim(at)}`, ...syncLines(event.report, printer, false)]);
  printSyncProblems(event.report, printer);
}
