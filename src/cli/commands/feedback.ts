// `schoolbook feedback`: what people thought of answers, and what becomes of it.
import type { Command } from "commander";

import type { Session } from "../session.ts";
import { addFeedbackList } from "./feedback-list.ts";
import { addFeedbackReview } from "./feedback-review.ts";
import { addFeedbackThumb } from "./feedback-thumb.ts";
import { addFeedbackToExam, addFeedbackToExamples } from "./feedback-use.ts";

export function addFeedback(program: Command, session: Session): void {
  const feedback = program
    .command("feedback")
    .description("Judge answers, and turn what was said of them into an exam or into examples")
    .helpCommand(false);
  feedback.commandsGroup("Judge the last answer:");
  addFeedbackThumb(feedback, session, "up");
  addFeedbackThumb(feedback, session, "down");
  feedback.commandsGroup("Go over it:");
  addFeedbackList(feedback, session);
  addFeedbackReview(feedback, session);
  feedback.commandsGroup("Use it:");
  addFeedbackToExam(feedback, session);
  addFeedbackToExamples(feedback, session);
}
