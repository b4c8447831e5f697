// `schoolbook school import`: rows of other tools become one file of ours.
import type { Command } from "commander";
import { z } from "zod";

import type { ImportSetReport } from "../../app/school/import-set.ts";
import { examples, manyFlag } from "../flags.ts";
import { collect } from "../global-options.ts";
import type { Printer } from "../printer.ts";
import { leftOutLines } from "../reports/left-out.ts";
import type { Session } from "../session.ts";
import { plural } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";
import { FORMAT_FLAG, FORMAT_OPTION } from "./school-flags.ts";

const FLAGS = z.strictObject({
  to: z.string(),
  format: FORMAT_FLAG,
  allow: manyFlag,
  force: z.boolean().default(false),
});

export function addSchoolImport(parent: Command, session: Session): void {
  parent
    .command("import")
    .description("Bring rows in: chats, prompt and completion, Alpaca, ShareGPT, tables, rated answers of a log")
    .argument("<file...>", "files of rows")
    .requiredOption("--to <file>", "file to write: .jsonl or .csv")
    .option(...FORMAT_OPTION)
    .option(
      "--allow <principal>",
      "who may be served by what is learnt from rows that do not say it; repeatable",
      collect,
    )
    .option("--force", "write over the file")
    .addHelpText(
      "after",
      `\nWhat cannot be taken over is listed with its line; nothing is left out silently.\n${examples(
        "schoolbook school import chats.jsonl --to rows.jsonl --allow public",
        "schoolbook school import answers.log.jsonl faq.csv --to rows.jsonl --allow group:support",
      )}`,
    )
    .action(
      session.action(FLAGS, async ({ openOptions, printer, io, files }, { args, flags }) => {
        const { importSet } = await import("../../app/school/import-set.ts");
        const { sourceAccess } = await import("../../app/school/source-access.ts");
        const { format, allow, force } = flags;
        const report = importSet({
          from: args.map(files.reading),
          to: files.writing(flags.to),
          allow: allow.length === 0 ? undefined : allow,
          accessOf: await sourceAccess(openOptions, io.runtime),
          force,
          ...(format === undefined ? {} : { format }),
        });
        printer.result(report, () => importedLines(report, printer));
      }),
    );
}

function importedLines({ to, rows, files, leftOut, notes }: ImportSetReport, { palette }: Printer): readonly Styled[] {
  const { green, yellow } = palette;
  const lost = new Set(leftOut.filter(({ row }) => row).map(({ file, line: at }) => `${file} ${at}`)).size;
  return [
    line`${green("✓")} ${plural(rows, "row")} written to ${to}.`,
    ...files.map(({ file, format, rows: own }) => line`  ${file} as ${format}: ${plural(own, "row")}`),
    ...notes.map((note) => line`  ${note}`),
    ...(leftOut.length === 0
      ? []
      : [
          line`${yellow("!")} Left out: ${plural(lost, "row")} and ${plural(leftOut.length - lost, "part")} of others.`,
        ]),
    ...leftOutLines(
      leftOut.map(
        ({ file, line: at, field, reason }) => `${file} line ${at}: ${field === "" ? "" : `${field}: `}${reason}`,
      ),
    ),
  ];
}
