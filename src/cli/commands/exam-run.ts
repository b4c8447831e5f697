// `schoolbook exam run`: puts the questions of a file to arms, going on where an earlier run ended.
import type { Command } from "commander";
import { z } from "zod";

import { EXAM_ARGUMENT } from "../file-arguments.ts";
import { examples, manyFlag, WAIT_OPTION, waitFlag } from "../flags.ts";
import { collect } from "../global-options.ts";
import { runExamAndPrint } from "../reports/run-exam-and-print.ts";
import type { Session } from "../session.ts";

const wholeFlag = (most: number) =>
  z.coerce
    .number({ error: "expected a whole number from 1" })
    .int({ error: "expected a whole number from 1" })
    .min(1, { error: "expected a whole number from 1" })
    .max(most, { error: `expected at most ${most}` });

const FLAGS = z.strictObject({
  model: z.string().min(1).optional(),
  arms: manyFlag,
  adapter: z.string().min(1).optional(),
  template: z.string().min(1).optional(),
  run: z.string().min(1).optional(),
  repeats: wholeFlag(1000).default(1),
  tag: manyFlag,
  limit: wholeFlag(1_000_000).optional(),
  concurrency: wholeFlag(1000).optional(),
  budget: z.coerce
    .number({ error: "expected dollars, such as 2.50" })
    .min(0, { error: "expected 0 or more dollars" })
    .optional(),
  databases: z.string().min(1).optional(),
  yes: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  fresh: z.boolean().default(false),
  keepFailed: z.boolean().default(false),
  wait: waitFlag,
});

export type RunFlags = z.output<typeof FLAGS>;

export const DATABASES_OPTION = ["--databases <folder>", "folder of the SQLite files that questions name"] as const;

const ARMS = `
Arms:
  A0  closed book                      A4  tuned (--adapter)
  A1  closed book with --template      A5  tuned, with an open book
  A2  open book: what a search finds   A6  tuned, with the right passage
  A3  the right passage in hand        AL  the whole library in the prompt
  quoting  quotes of what a search finds, without a model
Without --arms: those of the configuration, else A0, A2 and A3 of the model, else quoting.
`;

export function addExamRun(parent: Command, session: Session): void {
  parent
    .command("run")
    .description("Put questions to one or several arms, or go on where that ended")
    .argument(...EXAM_ARGUMENT)
    .option("-m, --model <reference>", "the chat model of the arms (default: model of the configuration)")
    .option("-a, --arms <list>", "arms by name, or a file of arms; with commas, or repeated", collect)
    .option("--adapter <file or name>", "LoRA adapter of the arms A4, A5 and A6")
    .option("--template <file>", "prompt of the arm A1")
    .option("--run <name>", "name of the run (default: made of the file and the model)")
    .option("--repeats <number>", "how often each question is put to each arm (default: 1)")
    .option("--tag <tag>", "ask only questions with this tag; repeatable", collect)
    .option("--limit <number>", "ask only so many questions, from the first on; what the run has of others stays")
    .option("--concurrency <number>", "calls at once at most (default: 32; it adapts to what the server bears)")
    .option("--budget <dollars>", "what this run may cost in all; it ends before it costs more")
    .option(...DATABASES_OPTION)
    .option("-y, --yes", "do not ask before money is spent")
    .option("-n, --dry-run", "say what it would take and ask nothing")
    .option("--fresh", "make every call anew, whatever earlier runs have in the cache")
    .option("--keep-failed", "do not ask again what failed before")
    .option(...WAIT_OPTION)
    .addHelpText(
      "after",
      `${ARMS}\nCtrl-C loses nothing: the same command goes on. Ends with exit code 9 when rows failed, 19 when the budget ended it, 130 when it was stopped.\n${examples(
        "schoolbook exam run",
        "schoolbook exam run support.jsonl --model nano --arms A0,A2,A3",
        "schoolbook exam run support.jsonl --model openai:gpt-5-mini --budget 5 --as group:support",
      )}`,
    )
    .action(
      session.action(FLAGS, async (context, { args: [typed], flags }) => {
        const { files } = context;
        const { adapter, template, databases } = flags;
        const names = flags.arms.flatMap((list) => list.split(",")).map((name) => name.trim());
        return await runExamAndPrint(context, {
          ...flags,
          ...files.exam(typed),
          arms: names.filter((name) => name !== "").map((name) => files.existing(name) ?? name),
          adapter: adapter === undefined ? undefined : (files.existing(adapter) ?? adapter),
          template: template === undefined ? undefined : files.reading(template),
          databases: databases === undefined ? undefined : files.reading(databases),
        });
      }),
    );
}
