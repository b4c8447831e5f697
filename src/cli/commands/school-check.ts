// `schoolbook school check`: looks rows through before any money or minute is spent on them.
import type { Command } from "commander";
import { z } from "zod";

import { examples, manyFlag } from "../flags.ts";
import { collect } from "../global-options.ts";
import { checkedSetLines } from "../reports/checked-set.ts";
import type { Session } from "../session.ts";
import { FORMAT_FLAG, FORMAT_OPTION, SEED_OPTION, seedFlag, shareFlag, wholeFlag } from "./school-flags.ts";

const FLAGS = z.strictObject({
  format: FORMAT_FLAG,
  base: z.string().optional(),
  maxTokens: wholeFlag(1).optional(),
  exam: z.string().optional(),
  allow: manyFlag,
  heldOut: shareFlag(0.1),
  seed: seedFlag,
});

export function addSchoolCheck(parent: Command, session: Session): void {
  parent
    .command("check")
    .description("Find what is wrong with rows before anything is spent on them")
    .argument("<file>", "file of rows")
    .option(...FORMAT_OPTION)
    .option("--base <model>", "count tokens as this base reads them: nano, or the folder of a model")
    .option("--max-tokens <tokens>", "length at which rows are cut (default: the base's context)")
    .option("--exam <file>", "questions that are to measure what was learnt: rows must not give them away")
    .option("--allow <principal>", "who may be served by rows that do not say it; repeatable", collect)
    .option("--held-out <share>", "share of the rows to hold out, parted by source (default: 0.1)")
    .option(...SEED_OPTION)
    .addHelpText(
      "after",
      `\nEnds with exit code 3 when something is found that would teach or measure wrong.\n${examples(
        "schoolbook school check rows.jsonl --base nano --exam exam.yaml",
        "schoolbook school check rows.jsonl --base models/qwen3 --max-tokens 1024 --json",
      )}`,
    )
    .action(
      session.action(FLAGS, async ({ openOptions, printer, io, files, options }, { args: [file = ""], flags }) => {
        const { basePlaces } = await import("../../app/school/base-folder.ts");
        const { checkSet } = await import("../../app/school/check-set.ts");
        const { sourceAccess } = await import("../../app/school/source-access.ts");
        const accessOf = await sourceAccess(openOptions, io.runtime);
        const { format, base, maxTokens, exam, allow, heldOut, seed } = flags;
        const report = await checkSet({
          file: files.reading(file),
          places: basePlaces(openOptions),
          as: options.as,
          runtime: io.runtime,
          allow,
          heldOut,
          seed,
          ...(accessOf === undefined ? {} : { accessOf }),
          ...(format === undefined ? {} : { format }),
          ...(base === undefined ? {} : { base }),
          ...(maxTokens === undefined ? {} : { maxTokens }),
          ...(exam === undefined ? {} : { exam: files.reading(exam) }),
        });
        printer.result(report, () => checkedSetLines(report, printer));
        return report.findings.some(({ severity }) => severity === "error") ? "input_invalid" : undefined;
      }),
    );
}
