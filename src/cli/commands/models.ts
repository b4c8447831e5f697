// `schoolbook models`: which models a project uses, and whether they work.
import type { Command } from "commander";

import type { Session } from "../session.ts";
import { addModelsAdd } from "./models-add.ts";
import { addModelsCheck } from "./models-check.ts";
import { addModelsList } from "./models-list.ts";

export function addModels(program: Command, session: Session): void {
  const models = program.command("models").description("List, add and check models").helpCommand(false);
  addModelsList(models, session);
  addModelsAdd(models, session);
  addModelsCheck(models, session);
}
