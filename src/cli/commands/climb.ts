// `schoolbook climb`: the whole ladder as one job, from the cheapest rung up, with a verdict.
import type { Command } from "commander";
import { z } from "zod";

import { EXAM_ARGUMENT } from "../file-arguments.ts";
import { examples } from "../flags.ts";
import { climbAndPrint } from "../reports/climb-and-print.ts";
import type { Session } from "../session.ts";
import { addClimbReport } from "./climb-report.ts";

const shareFlag = (what: string) =>
  z.coerce
    .number({ error: `expected ${what} between 0 and 1, such as 0.8` })
    .gt(0, { error: `expected ${what} above 0` })
    .lt(1, { error: `expected ${what} below 1` });

const FLAGS = z.strictObject({
  model: z.string().min(1).optional(),
  examples: z.string().min(1).optional(),
  template: z.string().min(1).optional(),
  name: z.string().min(1).optional(),
  bar: shareFlag("a share").default(0.8),
  margin: shareFlag("a share").default(0.05),
  alpha: shareFlag("a chance").default(0.05),
  development: shareFlag("a share").default(0.3),
  refusals: shareFlag("a share").default(0.8),
  seed: z.coerce.number({ error: "expected a whole number from 0" }).int().min(0).default(1),
  budget: z.coerce.number({ error: "expected dollars, such as 2.50" }).min(0).optional(),
  all: z.boolean().default(false),
  yes: z.boolean().default(false),
});

export type ClimbFlags = z.output<typeof FLAGS>;

const RUNGS = `
Rungs, cheapest first, each on the same questions:
  A1  the prompt       with worked examples where they earn their place
  A2  the open book    what a search finds is laid before the model
  A4  school           the model fine-tuned on --examples
  A5  both             fine-tuned on passages and distractors, with the open book
Controls: A0 the closed book, AQ quoting the documents without a model, A3 and A6 the right
passage in hand; with --all also AL, the whole library in the prompt, where the model has
the room for it.
`;

export function addClimb(program: Command, session: Session): void {
  const climb = program
    .command("climb")
    .helpCommand(false)
    .description("Find out which rung is enough: a prompt, the open book, school, or both")
    .argument(...EXAM_ARGUMENT)
    .option("-m, --model <reference>", "the chat model (default: model of the configuration)")
    .option("-e, --examples <file>", "rows to learn from, for the rungs of school")
    .option("--template <file>", "prompt of your own that the first rung begins with")
    .option("--name <name>", "of this climb; the same name goes on (default: made of the file and the model)")
    .option("--bar <share>", "how many questions have to be right (default: 0.8)")
    .option("--margin <share>", "how much worse than the best rung a cheaper one may be (default: 0.05)")
    .option("--alpha <chance>", "how often the verdict may be wrong (default: 0.05)")
    .option("--refusals <share>", "how many questions without an answer have to be refused (default: 0.8)")
    .option("--development <share>", "of the questions, for choosing settings (default: 0.3)")
    .option("--seed <number>", "of what is drawn by chance (default: 1)")
    .option("--budget <dollars>", "what it may cost in all; it ends before it costs more")
    .option("--all", "climb to the top although a lower rung is enough")
    .option("-y, --yes", "do not ask before money is spent")
    .addHelpText(
      "after",
      `${RUNGS}\nBar, margin, seed and questions are registered before the first call and cannot be changed afterwards: another climb needs another --name.\nCtrl-C loses nothing. Ends with exit code 0 when there is a rung to serve, 18 when there is none yet.\n${examples(
        "schoolbook climb",
        "schoolbook climb support.yaml --model nano --examples replies.jsonl --all",
        "schoolbook climb support.yaml --model openai:gpt-5-mini --budget 5",
      )}`,
    )
    .action(
      session.action(FLAGS, async (context, { args: [typed], flags }) => {
        const { files } = context;
        return await climbAndPrint(context, {
          ...flags,
          ...files.exam(typed),
          examples: flags.examples === undefined ? undefined : files.reading(flags.examples),
          template: flags.template === undefined ? undefined : files.reading(flags.template),
        });
      }),
    );
  addClimbReport(climb, session);
}
