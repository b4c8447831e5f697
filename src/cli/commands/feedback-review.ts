// `schoolbook feedback review`: somebody looks at each thumb and says whether it holds, and what is right.
import type { Command } from "commander";
import { z } from "zod";

import type { Judged } from "../../app/feedback/feedback-line.ts";
import type { Feedback } from "../../app/feedback/project-feedback.ts";
import type { Project } from "../../app/project/project.ts";
import { SchoolbookError } from "../../core/errors.ts";
import type { CommandContext } from "../command-context.ts";
import { examples } from "../flags.ts";
import { badLines, itemLines, reviewedLines } from "../reports/feedback.ts";
import type { Session } from "../session.ts";
import { plural } from "../terminal/layout.ts";
import { line } from "../terminal/styled.ts";
import { CORRECT_OPTION, JUDGEMENT, judgementOf, NOTE_OPTION, UNANSWERABLE_OPTION } from "./feedback-thumb.ts";

const FLAGS = z.strictObject({
  ...JUDGEMENT,
  accept: z.boolean().default(false),
  reject: z.boolean().default(false),
});

type Flags = z.output<typeof FLAGS>;

export function addFeedbackReview(parent: Command, session: Session): void {
  parent
    .command("review")
    .description("Go over the feedback that waits for it, or decide about one thumb")
    .argument("[id]", "the thumb, by the beginning of its id; without it all are asked about, one by one")
    .option("--accept", "the thumb holds: it may become a question or an example")
    .option("--reject", "it does not: nothing comes of it")
    .option(...CORRECT_OPTION)
    .option(...UNANSWERABLE_OPTION)
    .option(...NOTE_OPTION)
    .addHelpText(
      "after",
      `\nA thumb down is accepted together with what would have been right. Nothing is used that nobody reviewed.\n${examples(
        "schoolbook feedback review",
        'schoolbook feedback review 3f2a --accept --correct "two weeks"',
        "schoolbook feedback review 3f2a --reject",
      )}`,
    )
    .action(
      session.action(FLAGS, async (context, { args: [id], flags }) => {
        await using project = await context.openProject();
        return id === undefined ? await reviewAll(context, project) : await reviewOne(context, { project, id, flags });
      }),
    );
}

type One = { readonly project: Project; readonly id: string; readonly flags: Flags };

async function reviewOne({ io, options, printer }: CommandContext, { project, id, flags }: One): Promise<undefined> {
  const { accept, reject, ...said } = flags;
  if (accept === reject) {
    throw new SchoolbookError("usage", "Does the thumb hold?", { hint: "Say either --accept or --reject." });
  }
  const { reviewThumb } = await import("../../app/feedback/project-feedback.ts");
  const decision = accept ? ("accepted" as const) : ("rejected" as const);
  const reviewed = await reviewThumb(project, {
    as: options.as,
    id,
    decision,
    ...judgementOf(said),
    runtime: io.runtime,
  });
  printer.result(reviewed, () => reviewedLines(reviewed, printer));
}

/** Where nobody can be asked, the list and how to decide by flags is all there is. */
async function reviewAll(context: CommandContext, project: Project) {
  const { io, options, printer } = context;
  const { projectFeedback } = await import("../../app/feedback/project-feedback.ts");
  const feedback = await projectFeedback(project, { as: options.as });
  const items = feedback.items.filter(({ review }) => review === undefined);
  printer.complaint(badLines(feedback, printer));
  if (io.ask === undefined || printer.json) return listOpen(context, { ...feedback, items });
  let reviewed = 0;
  for (const item of items) {
    printer.lines([line``, ...itemLines(item, printer)]);
    if (await askAbout(context, project, item)) reviewed += 1;
  }
  printer.lines([
    line`${printer.palette.green("✓")} ${plural(reviewed, "thumb")} reviewed, ${items.length - reviewed} left for later.`,
  ]);
  return feedback.bad.length > 0 ? ("partial" as const) : undefined;
}

function listOpen({ printer }: CommandContext, feedback: Feedback) {
  const how =
    "Decide about each with `schoolbook feedback review ID --accept` or `schoolbook feedback review ID --reject`.";
  printer.result(feedback, () => [
    ...feedback.items.flatMap((item) => [...itemLines(item, printer), line``]),
    line`${plural(feedback.items.length, "thumb")} to review. ${feedback.items.length === 0 ? "" : printer.advice(how)}`,
  ]);
  return feedback.bad.length > 0 ? ("partial" as const) : undefined;
}

/** False: it was left for later. */
async function askAbout(
  { io, options, signal }: CommandContext,
  project: Project,
  { thumb }: Judged,
): Promise<boolean> {
  const { reviewThumb } = await import("../../app/feedback/project-feedback.ts");
  const deciding = { as: options.as, id: thumb.id, runtime: io.runtime };
  const ask = async (text: string): Promise<string> => ((await io.ask?.(text, signal)) ?? "").trim();
  const decision = await ask("Does it hold? [y]es, [n]o, Enter for later: ");
  if (/^n(?:o)?$/iu.test(decision)) {
    await reviewThumb(project, { ...deciding, decision: "rejected" });
    return true;
  }
  if (!/^y(?:es)?$/iu.test(decision)) return false;
  const isKnown = thumb.correct !== undefined || thumb.unanswerable === true || thumb.thumb === "up";
  const correct = await ask(
    `Words that a right answer holds, or \`none\` where the documents have none${isKnown ? " (Enter: as it is)" : ""}: `,
  );
  if (correct === "" && !isKnown) return false;
  const said = correct === "none" ? { unanswerable: true } : correct === "" ? {} : { correct };
  await reviewThumb(project, { ...deciding, decision: "accepted", ...said });
  return true;
}
