// `schoolbook feedback list`: thumbs that the reader may see, newest last.
import type { Command } from "commander";
import { z } from "zod";

import { examples } from "../flags.ts";
import { badLines, feedbackLines } from "../reports/feedback.ts";
import type { Session } from "../session.ts";

const FLAGS = z.strictObject({ open: z.boolean().default(false) });

export function addFeedbackList(parent: Command, session: Session): void {
  parent
    .command("list")
    .description("Show the feedback that you may see")
    .option("--open", "only what waits for a review")
    .addHelpText(
      "after",
      `\nThumbs for what others asked are not shown, nor is an answer that rests on a document that you may not read now.\n${examples(
        "schoolbook feedback list",
        "schoolbook feedback list --open --as group:support",
      )}`,
    )
    .action(
      session.action(FLAGS, async ({ openProject, options, printer }, { flags }) => {
        await using project = await openProject();
        const { projectFeedback } = await import("../../app/feedback/project-feedback.ts");
        const feedback = await projectFeedback(project, { as: options.as });
        const items = feedback.items.filter(({ review }) => !flags.open || review === undefined);
        printer.result({ ...feedback, items }, () => feedbackLines({ ...feedback, items }, printer));
        printer.complaint(badLines(feedback, printer));
        return feedback.bad.length > 0 ? "partial" : undefined;
      }),
    );
}
