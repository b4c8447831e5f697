// `schoolbook exam`: questions of one's own, and what is measured with them.
import type { Command } from "commander";

import type { Session } from "../session.ts";
import { addExamDraft } from "./exam-draft.ts";

export function addExam(program: Command, session: Session): void {
  const exam = program.command("exam").description("Measure answers on questions of your own").helpCommand(false);
  addExamDraft(exam, session);
}
