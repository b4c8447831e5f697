// `schoolbook feedback up` and `down`: a thumb for the last answer that this asker was given.
import type { Command } from "commander";
import { z } from "zod";

import { examples } from "../flags.ts";
import { thumbLines } from "../reports/feedback.ts";
import type { Session } from "../session.ts";

export const JUDGEMENT = {
  note: z.string().min(1).optional(),
  correct: z.string().min(1).optional(),
  unanswerable: z.boolean().default(false),
};

const FLAGS = z.strictObject(JUDGEMENT);

export const NOTE_OPTION = ["--note <text>", "what there is to say about it"] as const;
export const CORRECT_OPTION = ["--correct <text>", "words that a right answer holds, as short as they can be"] as const;
export const UNANSWERABLE_OPTION = ["--unanswerable", "right is to say that it is not in the documents"] as const;

const SAYS = { up: "The last answer was right", down: "The last answer was wrong" } as const;

export function addFeedbackThumb(parent: Command, session: Session, thumb: "up" | "down"): void {
  parent
    .command(thumb)
    .description(SAYS[thumb])
    .option(...NOTE_OPTION)
    .option(...CORRECT_OPTION)
    .option(...UNANSWERABLE_OPTION)
    .addHelpText(
      "after",
      `\nIt is about the last answer of \`ask\` in this project to whoever --as names. When this returns, it is on the disk.\n${examples(
        `schoolbook feedback ${thumb}`,
        thumb === "up"
          ? 'schoolbook feedback up --correct "three months"'
          : 'schoolbook feedback down --correct "two weeks" --note "during the trial"',
      )}`,
    )
    .action(
      session.action(FLAGS, async ({ openProject, io, options, printer }, { flags }) => {
        await using project = await openProject();
        const { lastAnswer } = await import("../../app/feedback/last-answer.ts");
        const { giveThumb } = await import("../../app/feedback/project-feedback.ts");
        const given = lastAnswer(project, options.as);
        const recorded = giveThumb(project, given, { thumb, ...judgementOf(flags), runtime: io.runtime });
        printer.result(recorded, () => thumbLines(recorded, printer));
      }),
    );
}

type Said = z.output<typeof FLAGS>;

/** What was said, without what was not. */
export function judgementOf({ note, correct, unanswerable }: Said) {
  return {
    unanswerable,
    ...(note === undefined ? {} : { note }),
    ...(correct === undefined ? {} : { correct }),
  };
}
