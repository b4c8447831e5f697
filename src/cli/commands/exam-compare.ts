// `schoolbook exam compare`: what may be concluded about arms, and a gate for continuous integration.
import type { Command } from "commander";
import { z } from "zod";

import type { ProjectComparison } from "../../app/exam/project-runs.ts";
import { SchoolbookError } from "../../core/errors.ts";
import { examples, manyFlag } from "../flags.ts";
import { collect } from "../global-options.ts";
import { comparisonLines } from "../reports/exam-compare.ts";
import type { Outcome, Session } from "../session.ts";
import { DATABASES_OPTION } from "./exam-run.ts";

const share = z.coerce
  .number({ error: "expected a share, such as 0.9" })
  .min(0, { error: "expected a share from 0 to 1" })
  .max(1, { error: "expected a share from 0 to 1" });

const FLAGS = z.strictObject({
  arms: manyFlag,
  baseline: z.string().min(1).optional(),
  metric: manyFlag,
  gate: z.boolean().default(false),
  bar: share.optional(),
  margin: share.refine((value) => value > 0, { error: "expected a share above 0" }).optional(),
  databases: z.string().min(1).optional(),
});

type Flags = z.output<typeof FLAGS>;

const GATE = `
Gate, for continuous integration: every arm but the baseline has to hold --bar and --margin in the first metric.
  0   passed: shown to hold
  17  not passed: shown not to hold
  18  open: too few questions to tell, or rows that failed or are missing
`;

export function addExamCompare(parent: Command, session: Session): void {
  parent
    .command("compare")
    .description("Say what may be concluded about arms, and what not")
    .argument("[run...]", "names of runs (default: the latest)")
    .option("-a, --arms <list>", "only these arms; with commas, or repeated", collect)
    .option("--baseline <arm>", "the arm that others are held against (default: the first)")
    .option("--metric <name>", "what is compared (default: correct); repeatable", collect)
    .option("--gate", "end with an exit code that says whether --bar and --margin hold")
    .option("--bar <share>", "what an arm has to reach, with all of its interval")
    .option("--margin <share>", "by how much an arm may be worse than the baseline")
    .option(...DATABASES_OPTION)
    .addHelpText(
      "after",
      `${GATE}\nIntervals hold 95 %; p-values are exact, and corrected after Holm for the number of arms.\n${examples(
        "schoolbook exam compare",
        "schoolbook exam compare support-nano --baseline A0 --metric correct --metric tokens",
        "schoolbook exam compare main branch --arms main/A2,branch/A2 --gate --margin 0.05",
      )}`,
    )
    .action(
      session.action(FLAGS, async ({ openProject, io, files, printer, options }, { args: runs, flags }) => {
        const rules = rulesOf(flags);
        await using project = await openProject();
        const { compareProjectRuns } = await import("../../app/exam/project-runs.ts");
        const comparison = await compareProjectRuns(project, {
          as: options.as,
          runtime: io.runtime,
          databases: flags.databases === undefined ? undefined : files.reading(flags.databases),
          runs,
          arms: flags.arms.flatMap((list) => list.split(",")).filter((name) => name !== ""),
          baseline: flags.baseline,
          metrics: flags.metric,
          rules,
        });
        printer.result(comparison, () => comparisonLines(comparison, printer));
        return outcomeOf(comparison);
      }),
    );
}

function rulesOf({ gate, bar, margin }: Flags) {
  if (gate && bar === undefined && margin === undefined)
    throw new SchoolbookError("usage", "--gate needs something to hold arms to.", {
      hint: "Give --bar, --margin or both.",
    });
  if (!gate && (bar !== undefined || margin !== undefined))
    throw new SchoolbookError("usage", "--bar and --margin belong to a gate.", { hint: "Add --gate." });
  return [
    ...(bar === undefined ? [] : [{ kind: "bar", bar } as const]),
    ...(margin === undefined ? [] : [{ kind: "margin", margin } as const]),
  ];
}

function outcomeOf({ outcome }: ProjectComparison): Outcome {
  if (outcome === "failed") return "gate_failed";
  return outcome === "open" ? "gate_open" : undefined;
}
