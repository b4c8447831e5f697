// `schoolbook exam judge calibrate`: whether a model may judge answers, as people's labels say.
import type { Command } from "commander";
import { z } from "zod";

import type { JudgeLabel, ScoredLabel } from "../../app/exam/judge-labels.ts";
import { counted } from "../../core/counted.ts";
import { SchoolbookError } from "../../core/errors.ts";
import type { CommandContext } from "../command-context.ts";
import { examples } from "../flags.ts";
import { calibrationLines } from "../reports/exam-judge.ts";
import type { Session } from "../session.ts";
import { count, plural } from "../terminal/layout.ts";
import { line } from "../terminal/styled.ts";

const number = z.coerce.number({ error: "expected a number" });

const FLAGS = z.strictObject({
  model: z.string().min(1).optional(),
  votes: z.coerce
    .number({ error: "expected a whole number from 1" })
    .int({ error: "expected a whole number from 1" })
    .min(1, { error: "expected a whole number from 1" })
    .default(3),
  acceptPeople: number,
  acceptJudge: number.optional(),
  out: z.string().min(1).optional(),
  force: z.boolean().default(false),
  yes: z.boolean().default(false),
});

type Flags = z.output<typeof FLAGS>;

export function addExamJudge(parent: Command, session: Session): void {
  const judge = parent.command("judge").description("Hold a judging model to people's labels").helpCommand(false);
  judge
    .command("calibrate")
    .description("Say how far a judge decides as people do, and correct its scores for its errors")
    .argument("<labels>", "file with lines of JSON: id, people, and judge, or question, criterion and answer")
    .requiredOption("--accept-people <score>", "from which mean score on people accept an answer")
    .option("--accept-judge <score>", "the same for the judge (default: chosen on one half of the labels)")
    .option("-m, --model <reference>", "chat model that scores the answers without a judge's score")
    .option("--votes <number>", "how often it is asked about each (default: 3)")
    .option("-o, --out <file>", "file to keep the labels with the model's scores in")
    .option("--force", "write over a file that is there")
    .option("-y, --yes", "do not ask before a model is asked")
    .addHelpText(
      "after",
      `\nA judge with fewer than 100 labels, or a kappa below .60, is secondary: shown, and deciding nothing. Each vote of a model is kept at once: Ctrl-C loses nothing, and the same command goes on.\n${examples(
        "schoolbook exam judge calibrate labels.jsonl --accept-people 3",
        "schoolbook exam judge calibrate labels.jsonl --accept-people 1 --model openai:gpt-5-mini --out scored.jsonl",
      )}`,
    )
    .action(
      session.action(FLAGS, async (context, { args: [file], flags }) => {
        if (file === undefined) throw new SchoolbookError("usage", "A file of labels is needed.");
        const { readLabels } = await import("../../app/exam/judge-labels.ts");
        const { calibrateOnLabels } = await import("../../app/exam/calibrate-judge.ts");
        const labels = readLabels(context.files.reading(file), file);
        const scored = await withScores(context, labels, flags);
        const report = calibrateOnLabels(scored, {
          peopleAcceptFrom: flags.acceptPeople,
          judgeAcceptFrom: flags.acceptJudge,
        });
        context.printer.result(report, () => calibrationLines(report, context.printer));
      }),
    );
}

function isScored(label: JudgeLabel): label is ScoredLabel {
  return label.judge !== undefined;
}

async function withScores(
  context: CommandContext,
  labels: readonly JudgeLabel[],
  { model, votes, out, force, yes }: Flags,
): Promise<readonly ScoredLabel[]> {
  const scored = labels.filter(isScored);
  const open = labels.length - scored.length;
  if (open === 0) return scored;
  if (model === undefined) {
    throw new SchoolbookError("input_invalid", `${counted(open, "answer has", "answers have")} no score of a judge.`, {
      hint: "Name a chat model with --model, or give their scores as `judge`.",
    });
  }
  const { callsToMake, scoreLabels } = await import("../../app/exam/calibrate-judge.ts");
  const { refuseTaken, writeNewFile } = await import("../../app/exam/exam-file.ts");
  const { openJudgeVotes } = await import("../../app/exam/judge-votes.ts");
  const to = out === undefined ? undefined : context.files.output(out);
  if (to !== undefined) refuseTaken(to.path, { force });
  await using project = await context.openProject();
  const { signal, io, options } = context;
  await using kept = await openJudgeVotes(project, { as: options.as, model, runtime: io.runtime, signal });
  await agree(context, { calls: callsToMake(labels, { votes, kept }), all: open * votes, model, yes });
  using display = context.progress();
  const chat = await project.chatModel(model);
  const result = await scoreLabels(labels, { model: chat, votes, signal, kept, onProgress: display.show });
  const text = result.map((label) => `${JSON.stringify(label)}\n`).join("");
  if (to === undefined) return result;
  writeNewFile(to.path, text, { force });
  display.clear();
  context.printer.note(line`${plural(result.length, "label")} written to ${to.file}.`);
  return result;
}

type Asking = { readonly calls: number; readonly all: number; readonly model: string; readonly yes: boolean };

async function agree({ io, printer, signal }: CommandContext, { calls, all, model, yes }: Asking): Promise<void> {
  if (calls < all)
    printer.note(line`${count(all - calls)} of ${plural(all, "vote")} were cast before, and are taken as they are.`);
  const what = `${plural(calls, "call")} of ${model}`;
  if (yes || calls === 0) return;
  if (io.ask === undefined || printer.json)
    throw new SchoolbookError("usage", `${what} would be made, and nobody can be asked.`, { hint: "Say --yes." });
  const reply = await io.ask(`Make ${what}? [y/N] `, signal);
  if (!/^y(?:es)?$/iu.test(reply.trim())) throw new SchoolbookError("cancelled", "Nothing was asked.");
}
