// `schoolbook library rebuild` and `rollback`: generations built beside the one in use, and switched between.
import type { Command } from "commander";
import { z } from "zod";

import type { Project, RebuildReport, WriteOptions } from "../../app/project/project.ts";
import { type CommandContext, writeOptions } from "../command-context.ts";
import { examples, WAIT_OPTION, waitFlag } from "../flags.ts";
import type { Session } from "../session.ts";
import { plural } from "../terminal/layout.ts";
import { line } from "../terminal/styled.ts";

const FLAGS = z.strictObject({ wait: waitFlag });

export function addRebuild(parent: Command, session: Session): void {
  parent
    .command("rebuild")
    .description("Index everything anew, then switch to it")
    .option(...WAIT_OPTION)
    .addHelpText(
      "after",
      `\nSearches go on in the old generation meanwhile; it is kept for \`schoolbook library rollback\`.\n${examples("schoolbook library rebuild")}`,
    )
    .action(
      session.action(FLAGS, async (context, { flags }) => {
        await switchGeneration(context, flags.wait, async (project, options) => project.rebuild(options));
      }),
    );
}

export function addRollback(parent: Command, session: Session): void {
  parent
    .command("rollback")
    .description("Go back to before the last rebuild")
    .option(...WAIT_OPTION)
    .addHelpText("after", examples("schoolbook library rollback"))
    .action(
      session.action(FLAGS, async (context, { flags }) => {
        await switchGeneration(context, flags.wait, async (project, options) => project.rollback(options));
      }),
    );
}

type Switch = (project: Project, options: WriteOptions) => Promise<RebuildReport>;

async function switchGeneration(context: CommandContext, waitSeconds: number, run: Switch): Promise<void> {
  await using project = await context.openProject();
  const report = await (async () => {
    using display = context.progress();
    return await run(project, writeOptions(context, display, waitSeconds));
  })();
  const { palette, advice } = context.printer;
  const { green, dim } = palette;
  context.printer.result(report, () => [
    line`${green("✓")} Generation ${report.generation.id} is in use${workOf(report)}.`,
    ...(report.previous === undefined
      ? []
      : [
          line`  ${dim(advice(`Generation ${report.previous.id} is kept; \`schoolbook library rollback\` goes back to it.`))}`,
        ]),
  ]);
}

/** Going back indexes nothing, and without an embedder nothing is embedded. */
function workOf({ documents, passagesEmbedded }: RebuildReport): string {
  if (documents === 0) return "";
  const embedded = passagesEmbedded === 0 ? "" : `, ${plural(passagesEmbedded, "passage")} embedded`;
  return `; ${plural(documents, "document")} indexed${embedded}`;
}
