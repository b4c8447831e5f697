// `schoolbook exam draft`: questions written from the documents, by a chat model or by rules, each with its source.
import { existsSync } from "node:fs";

import type { Command } from "commander";
import { z } from "zod";

import type { DraftReport } from "../../app/exam/draft-exam.ts";
import { SchoolbookError } from "../../core/errors.ts";
import type { CommandContext } from "../command-context.ts";
import { EXAM_NAMES, type FileArguments } from "../file-arguments.ts";
import { examples } from "../flags.ts";
import { collect } from "../global-options.ts";
import { droppedText, forecastLine } from "../reports/exam-draft.ts";
import type { Session } from "../session.ts";
import { plural } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

const COUNT = z.coerce.number({ error: "expected a whole number" }).int({ error: "expected a whole number" }).min(0);

const FLAGS = z.strictObject({
  to: z.string().min(1).optional(),
  answerable: COUNT.default(50),
  unanswerable: COUNT.default(15),
  forbidden: COUNT.optional(),
  forbiddenAs: z.array(z.string()).default([]),
  model: z.string().min(1).optional(),
  beside: z.array(z.string()).default([]),
  seed: COUNT.default(1),
  budget: z.coerce.number({ error: "expected dollars" }).positive({ error: "expected dollars" }).optional(),
  yes: z.boolean().default(false),
});

type Flags = z.output<typeof FLAGS>;

/** Where somebody is named who asks what they may not read. */
const USUAL_FORBIDDEN = 10;
const DRAFT_NAME = "exam.jsonl";

export function addExamDraft(exam: Command, session: Session): void {
  exam
    .command("draft")
    .description("Draft questions from the documents you may read, for people to go over")
    .option(
      "--to <file>",
      "the JSONL file that drafts are added to (default: exam.jsonl of the project; exam-draft.jsonl where it has an exam in another format)",
    )
    .option("--answerable <count>", "questions that a document answers (default: 50)")
    .option("--unanswerable <count>", "questions that none answers (default: 15)")
    .option("--forbidden <count>", "questions whose asker may not read the answer (default: 10 with --forbidden-as)")
    .option("--forbidden-as <principal>", "who asks those; repeatable", collect)
    .option(
      "-m, --model <reference>",
      "the chat model that drafts; `quoting`: rules, no model (default: model of the configuration)",
    )
    .option("--beside <file>", "an exam whose questions are not to be asked again; repeatable", collect)
    .option("--seed <number>", "draws other passages (default: 1)")
    .option("--budget <dollars>", "stops before this is spent")
    .option("-y, --yes", "do not ask before a model is called")
    .addHelpText(
      "after",
      `\nEach draft is in the file before the next is begun: end it whenever you like, and call it again to go on.\n${examples(
        "schoolbook exam draft --as group:staff",
        "schoolbook exam draft --model quoting --as group:staff --forbidden-as public",
        "schoolbook exam draft --answerable 200 --budget 2 --yes",
      )}`,
    )
    .action(session.action(FLAGS, async (context, { flags }) => draft(context, flags)));
}

async function draft(context: CommandContext, flags: Flags): Promise<void> {
  const { io, files, options, printer, signal } = context;
  await using project = await context.openProject();
  using display = context.progress();
  const forbidden = flags.forbidden ?? (flags.forbiddenAs.length > 0 ? USUAL_FORBIDDEN : 0);
  const wanted = { answerable: flags.answerable, unanswerable: flags.unanswerable, forbidden };
  const total = wanted.answerable + wanted.unanswerable + wanted.forbidden;
  let done = 0;
  const report = await project.draftExam({
    as: options.as,
    forbiddenAs: flags.forbiddenAs,
    wanted,
    to: flags.to === undefined ? files.usual(draftName(files)).path : files.writing(flags.to),
    beside: flags.beside.map(files.reading),
    seed: flags.seed,
    signal,
    ...(flags.model === undefined ? {} : { model: flags.model }),
    ...(flags.budget === undefined ? {} : { budgetUsd: flags.budget }),
    onForecast: async (forecast) => {
      display.clear();
      printer.note(forecastLine(forecast));
      if (flags.yes) return true;
      if (io.ask === undefined || printer.json) throw nobodyToAsk();
      return /^y(?:es)?$/iu.test((await io.ask("Draft them? [y/N] ", signal)).trim());
    },
    onEvent: ({ outcome }) => {
      if (outcome.kind === "drafted") done += 1;
      display.show({ stage: "drafting", done, total, unit: "questions" });
    },
  });
  display.clear();
  printer.result(report, () => reportLines(report, context));
}

/** Drafts become the project's exam, unless it has one already that cannot be added to line by line. */
export function draftName(files: FileArguments): string {
  const isTaken = EXAM_NAMES.some((name) => name !== DRAFT_NAME && existsSync(files.usual(name).path));
  return isTaken ? "exam-draft.jsonl" : DRAFT_NAME;
}

function nobodyToAsk(): SchoolbookError {
  return new SchoolbookError("usage", "A model would be called, and nobody can be asked whether it may.", {
    hint: "Say --yes, or draft without a model with --model quoting.",
  });
}

function reportLines({ drafted, missing, dropped, to, ...report }: DraftReport, { printer }: CommandContext) {
  const { green, dim, yellow } = printer.palette;
  if (report.isDeclined) return [line`Nothing was drafted.`];
  const total = drafted.answerable + drafted.unanswerable + drafted.forbidden;
  const short = missing.answerable + missing.unanswerable + missing.forbidden;
  const cost = report.spentUsd === undefined ? "at a cost that is not known" : `for $${report.spentUsd.toFixed(4)}`;
  const lines: Styled[] = [
    line`${green("✓")} ${plural(total, "question")} drafted into ${to}: ${drafted.answerable} answerable, ${drafted.unanswerable} unanswerable, ${drafted.forbidden} forbidden`,
  ];
  if (report.calls > 0) lines.push(line`  ${plural(report.calls, "call")} of ${report.model} ${cost}`);
  if (Object.keys(dropped).length > 0) lines.push(line`  ${dim(`dropped: ${droppedText(dropped)}`)}`);
  if (short > 0)
    lines.push(line`  ${yellow(`${short} fewer than wanted`)}: the documents, or the budget, gave no more`);
  lines.push(
    line`  ${dim(printer.advice(`Go over them before you trust them; \`schoolbook exam check ${to}\` finds what is wrong at once.`))}`,
  );
  return lines;
}
