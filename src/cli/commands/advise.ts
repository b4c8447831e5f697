// `schoolbook advise`: a few questions in order, which rung to try first, and what to measure before building it.
import { type Command, Option } from "commander";
import { z } from "zod";

import {
  advise,
  type Advice,
  ADVICE_QUESTIONS,
  type AdviceAnswers,
  type AdviceQuestion,
  isAsked,
} from "../../app/ladder/advice.ts";
import type { CommandContext } from "../command-context.ts";
import { examples } from "../flags.ts";
import type { Printer } from "../printer.ts";
import type { Session } from "../session.ts";
import { wrap } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

const FLAGS = z.strictObject(
  Object.fromEntries(
    ADVICE_QUESTIONS.map(({ kind, choices }) => [kind, z.enum(choices.map(({ id }) => id)).optional()]),
  ),
);

export function addAdvise(parent: Command, session: Session): void {
  const command = parent
    .command("advise")
    .description("Say which rung to try first, before there is an exam, and what to measure");
  for (const { kind, question, choices } of ADVICE_QUESTIONS) {
    command.addOption(new Option(`--${kind} <answer>`, question).choices(choices.map(({ id }) => id)));
  }
  command
    .addHelpText(
      "after",
      `\nOn a terminal, what no flag answers is asked.\n${examples("schoolbook advise", "schoolbook advise --prompt yes --facts yes --form no --json")}`,
    )
    .action(
      session.action(FLAGS, async (context, { flags }) => {
        const answers = await askRest(context, flags);
        const advice = advise(answers);
        context.printer.result({ answers, ...advice }, () => adviceLines(advice, context.printer));
      }),
    );
}

/** Asks nothing where nobody can be asked: what is not known is left open. */
async function askRest({ io, printer, signal }: CommandContext, given: AdviceAnswers): Promise<AdviceAnswers> {
  let answers = given;
  if (io.ask === undefined || printer.json) return answers;
  for (const question of ADVICE_QUESTIONS) {
    if (answers[question.kind] !== undefined || !isAsked(question.kind, answers)) continue;
    const reply = choiceOf(question, await io.ask(promptOf(question), signal));
    if (reply !== undefined) answers = { ...answers, [question.kind]: reply };
  }
  return answers;
}

function promptOf({ question, choices }: AdviceQuestion): string {
  return `${question}\n${choices.map(({ text }, at) => `  ${at + 1}  ${text}\n`).join("")}Number, or nothing where you do not know: `;
}

/** By number, by its name or by its first letter. */
function choiceOf({ choices }: AdviceQuestion, reply: string): string | undefined {
  const said = reply.trim().toLowerCase();
  if (said === "") return undefined;
  const found =
    choices[Number(said) - 1] ?? choices.find(({ id, text }) => id === said || text === said || id[0] === said);
  return found?.id;
}

const RUNGS: Readonly<Record<Advice["first"], string>> = {
  prompt: "a better prompt",
  "whole-library": "all of your documents in the prompt",
  book: "the open book (RAG)",
  school: "school (fine-tuning)",
  both: "both: school for the form, the open book for the facts",
};

function adviceLines({ first, because, warnings, measure }: Advice, { palette, columns }: Printer): readonly Styled[] {
  const { bold, yellow, cyan } = palette;
  const width = Math.min(columns, 100);
  const listed = (texts: readonly string[], mark: (at: number) => Styled): readonly Styled[] =>
    texts.flatMap((text, at) =>
      wrap(text, width - 4).map((piece, row) => (row === 0 ? line`${mark(at)} ${piece}` : line`  ${piece}`)),
    );
  return [
    line`Try first: ${bold(RUNGS[first])}.`,
    ...listed(because, () => line`·`),
    ...(warnings.length === 0 ? [] : [line``, ...listed(warnings, () => yellow("!"))]),
    line``,
    line`${bold("What to measure, in this order")}`,
    ...listed(measure, (at) => cyan(`${at + 1}`)),
  ];
}
