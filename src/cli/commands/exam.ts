// `schoolbook exam`: measures on the team's own questions what an answer is worth.
import type { Command } from "commander";

import type { Session } from "../session.ts";
import { addExamCheck } from "./exam-check.ts";
import { addExamCompare } from "./exam-compare.ts";
import { addExamDraft } from "./exam-draft.ts";
import { addExamExport } from "./exam-export.ts";
import { addExamImport } from "./exam-import.ts";
import { addExamJudge } from "./exam-judge.ts";
import { addExamNew } from "./exam-new.ts";
import { addExamPage } from "./exam-page.ts";
import { addExamRun } from "./exam-run.ts";
import { addExamShow } from "./exam-show.ts";

export function addExam(program: Command, session: Session): void {
  const exam = program.command("exam").description("Measure answers on questions of your own").helpCommand(false);
  exam.commandsGroup("Questions:");
  addExamNew(exam, session);
  addExamImport(exam, session);
  addExamDraft(exam, session);
  addExamCheck(exam, session);
  exam.commandsGroup("Runs:");
  addExamRun(exam, session);
  addExamShow(exam, session);
  addExamCompare(exam, session);
  addExamPage(exam, session);
  addExamExport(exam, session);
  exam.commandsGroup("Judges:");
  addExamJudge(exam, session);
}
