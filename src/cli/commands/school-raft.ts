// `schoolbook school raft`: rows that teach to read the right passage among misleading ones.
import type { Command } from "commander";
import { z } from "zod";

import type { RaftSetReport } from "../../app/school/raft-set.ts";
import { examples } from "../flags.ts";
import type { Printer } from "../printer.ts";
import { leftOutLines } from "../reports/left-out.ts";
import type { Session } from "../session.ts";
import { plural } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";
import { SEED_OPTION, seedFlag, shareFlag, wholeFlag } from "./school-flags.ts";

const FLAGS = z.strictObject({
  to: z.string(),
  distractors: wholeFlag(0).max(50, { error: "expected at most 50" }).default(4),
  right: shareFlag(0.8),
  without: z.enum(["refuse", "answer"], { error: "expected refuse or answer" }).default("refuse"),
  style: z.enum(["cite", "quote"], { error: "expected cite or quote" }).default("cite"),
  heldOut: shareFlag(0.1),
  seed: seedFlag,
  force: z.boolean().default(false),
});

export function addSchoolRaft(parent: Command, session: Session): void {
  parent
    .command("raft")
    .description("Make rows of a question, its passage and misleading ones that the library's search finds")
    .argument("<file>", "file of rows with `sources`: the documents that answer them")
    .requiredOption("--to <file>", "file to write; rows that are held out go beside it")
    .option("--distractors <number>", "misleading passages in a row (default: 4)")
    .option("--right <share>", "share of rows that show the right passage (default: 0.8)")
    .option("--without <what>", "what the others say: refuse or answer (default: refuse)")
    .option("--style <style>", "cite a number, or quote before the answer: cite or quote (default: cite)")
    .option("--held-out <share>", "share of the documents whose questions are held out (default: 0.1)")
    .option(...SEED_OPTION)
    .option("--force", "write over the files")
    .addHelpText(
      "after",
      `\nThe rows show what those named with --as may read, and their access lists say so.\n${examples(
        "schoolbook school raft rows.jsonl --to raft.jsonl --as group:support",
        "schoolbook school raft rows.jsonl --to raft.jsonl --distractors 2 --without answer --style quote",
      )}`,
    )
    .action(
      session.action(FLAGS, async ({ openProject, printer, files, options }, { args: [file = ""], flags }) => {
        const { raftSet } = await import("../../app/school/raft-set.ts");
        const { to, distractors, right, without, style, heldOut, seed, force } = flags;
        await using project = await openProject();
        const report = await raftSet(project, {
          file: files.reading(file),
          to: files.writing(to),
          as: options.as,
          settings: { distractors, withRight: right, absent: without, style, heldOut, seed },
          force,
        });
        printer.result(report, () => raftLines(report, printer));
        return report.rows === 0 ? "input_invalid" : undefined;
      }),
    );
}

function raftLines(report: RaftSetReport, { palette }: Printer): readonly Styled[] {
  const { green, yellow } = palette;
  const { to, heldOutTo, rows, heldOut, withRight, short, leftOut } = report;
  return [
    line`${green("✓")} ${plural(rows, "row")} written to ${to}.`,
    ...(heldOutTo === undefined
      ? []
      : [line`${green("✓")} ${plural(heldOut, "row")} of other documents written to ${heldOutTo}.`]),
    line`  ${withRight} of ${rows + heldOut} show the right passage, and quote it word by word.`,
    ...(short === 0
      ? []
      : [line`  ${plural(short, "row")} with fewer misleading passages than wanted: the library holds no more.`]),
    ...(leftOut.length === 0 ? [] : [line`${yellow("!")} Left out: ${plural(leftOut.length, "row")}`]),
    ...leftOutLines(leftOut.map(({ line: at, reason }) => `line ${at}: ${reason}`)),
  ];
}
