// `schoolbook school`: adapters trained from rows, and looked at.
import type { Command } from "commander";

import type { Session } from "../session.ts";
import { addSchoolAdapters } from "./school-adapters.ts";
import { addSchoolTrain } from "./school-train.ts";

export function addSchool(program: Command, session: Session): void {
  const school = program.command("school").description("Train adapters, and look at them").helpCommand(false);
  addSchoolTrain(school, session);
  addSchoolAdapters(school, session);
}
