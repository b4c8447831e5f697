// `schoolbook school`: training rows brought in, looked through, screened and made, before anything is trained.
import type { Command } from "commander";

import type { Session } from "../session.ts";
import { addSchoolAdapters } from "./school-adapters.ts";
import { addSchoolCheck } from "./school-check.ts";
import { addSchoolExport } from "./school-export.ts";
import { addSchoolImport } from "./school-import.ts";
import { addSchoolPlan } from "./school-plan.ts";
import { addSchoolRaft } from "./school-raft.ts";
import { addSchoolRuns } from "./school-runs.ts";
import { addSchoolScreen } from "./school-screen.ts";
import { addSchoolSetup } from "./school-setup.ts";
import { addSchoolTrain } from "./school-train.ts";

export function addSchool(program: Command, session: Session): void {
  const school = program.command("school").description("Prepare training rows and train on them").helpCommand(false);
  addSchoolImport(school, session);
  addSchoolCheck(school, session);
  addSchoolScreen(school, session);
  addSchoolRaft(school, session);
  addSchoolExport(school, session);
  addSchoolSetup(school, session);
  addSchoolPlan(school, session);
  addSchoolTrain(school, session);
  addSchoolRuns(school, session);
  addSchoolAdapters(school, session);
}
