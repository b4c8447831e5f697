// `schoolbook school`: fine-tuning.
import type { Command } from "commander";

import type { Session } from "../session.ts";
import { addSchoolSetup } from "./school-setup.ts";

export function addSchool(program: Command, session: Session): void {
  const school = program.command("school").description("Fine-tune models").helpCommand(false);
  addSchoolSetup(school, session);
}
