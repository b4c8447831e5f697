// `schoolbook school export`: rows in the format of another tool, with what it has no place for.
import type { Command } from "commander";
import { z } from "zod";

import { examples } from "../flags.ts";
import { leftOutLines } from "../reports/left-out.ts";
import type { Session } from "../session.ts";
import { plural } from "../terminal/layout.ts";
import { line } from "../terminal/styled.ts";

const FORMATS = ["schoolbook", "chat", "pairs", "alpaca", "sharegpt", "table"] as const;

const FLAGS = z.strictObject({
  to: z.string(),
  format: z.enum(FORMATS, { error: `expected one of ${FORMATS.join(", ")}` }),
  force: z.boolean().default(false),
});

export function addSchoolExport(parent: Command, session: Session): void {
  parent
    .command("export")
    .description("Write rows in the format of another tool")
    .argument("<file>", "file of rows")
    .requiredOption("--to <file>", "file to write")
    .requiredOption("--format <format>", FORMATS.join(", "))
    .option("--force", "write over the file")
    .addHelpText(
      "after",
      `\n\`chat\` is what OpenAI and most trainers read. Access lists are lost in all formats but ours and tables.\n${examples(
        "schoolbook school export rows.jsonl --format chat --to upload.jsonl",
      )}`,
    )
    .action(
      session.action(FLAGS, async ({ printer, files }, { args: [file = ""], flags }) => {
        const { exportSet } = await import("../../app/school/import-set.ts");
        const { to, format, force } = flags;
        const report = exportSet({ from: files.reading(file), to: files.writing(to), format, force });
        const { green, yellow } = printer.palette;
        const losses = Map.groupBy(report.losses, ({ what, left }) => `${left ? "the row is left out: " : ""}${what}`);
        printer.result(report, () => [
          line`${green("✓")} ${plural(report.rows, "row")} written to ${report.to} as ${report.format}.`,
          ...(losses.size === 0 ? [] : [line`${yellow("!")} Not in it:`]),
          ...leftOutLines(
            [...losses].map(
              ([what, rows]) => `${what} (${plural(rows.length, "row")}, first in line ${rows[0]?.line ?? 0})`,
            ),
          ),
        ]);
      }),
    );
}
