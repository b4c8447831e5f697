// `schoolbook cost`: what each arm costs by traffic, and where two of them cross.
import type { Command } from "commander";
import { z } from "zod";

import type { CostOptions, CostReport } from "../../app/ladder/project-costs.ts";
import type { CommandContext } from "../command-context.ts";
import { examples } from "../flags.ts";
import { collect } from "../global-options.ts";
import { costLines } from "../reports/cost-report.ts";
import type { Session } from "../session.ts";

const FLAGS = z.strictObject({
  date: z.iso.date({ error: "expected a day such as 2026-11-26" }).optional(),
  queries: z
    .array(z.coerce.number({ error: "expected a number" }).gt(0, { error: "expected more than 0" }).max(1e15))
    .min(1)
    .optional(),
  run: z.string().min(1).optional(),
});

const PLAN = `
The plan is JSON: its arms with their measured tokens, right answers, training and hosting. With --run, what it does not
say of an arm comes from the exam run, which also is enough alone. Prices come from a dated list that works offline, from
lines that Schoolbook keeps itself, from the plan, or, for runs, from the configuration.
`;

export function addCost(parent: Command, session: Session): void {
  parent
    .command("cost")
    .description("Work out what each arm costs by traffic, and where two of them cross")
    .argument("[plan]", "JSON file with the arms and what was measured of them; not needed with --run")
    .option("--date <day>", "prices of this day, such as 2026-11-26 (default: the plan's, or today's)")
    .option("--queries <number>", "questions per month to work out the bill for; repeatable", collect)
    .option("--run <name>", "take tokens, right answers and models from this exam run, where the plan names none")
    .addHelpText(
      "after",
      PLAN +
        examples(
          "schoolbook cost costs.json",
          "schoolbook cost --run support-nano",
          "schoolbook cost costs.json --date 2027-01-01 --queries 50000",
        ),
    )
    .action(
      session.action(FLAGS, async (context, { args, flags }) => {
        const report = await costs(context, {
          path: args[0] === undefined ? undefined : context.files.reading(args[0]),
          flags,
        });
        context.printer.result(report, () => costLines(report, context.printer));
      }),
    );
}

type Asked = { readonly path: string | undefined; readonly flags: z.infer<typeof FLAGS> };

async function costs(context: CommandContext, { path, flags }: Asked): Promise<CostReport> {
  const { costsOfFile } = await import("../../app/ladder/project-costs.ts");
  const options: CostOptions = {
    path,
    date: flags.date,
    questionsPerMonth: flags.queries,
    runtime: context.io.runtime,
  };
  if (flags.run === undefined) return costsOfFile(options);
  await using project = await context.openProject();
  return costsOfFile({ ...options, measured: { project, as: context.options.as, run: flags.run } });
}
