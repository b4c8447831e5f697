// `schoolbook models`: which models a project uses, whether they work, and what of them is on this machine.
import type { Command } from "commander";

import type { Session } from "../session.ts";
import { addModelsAdd } from "./models-add.ts";
import { addModelsCheck } from "./models-check.ts";
import { addModelsList } from "./models-list.ts";
import { addModelsPull } from "./models-pull.ts";
import { addModelsRemove } from "./models-remove.ts";

export function addModels(program: Command, session: Session): void {
  const models = program.command("models").description("List, add, check, fetch and remove models").helpCommand(false);
  addModelsList(models, session);
  addModelsAdd(models, session);
  addModelsCheck(models, session);
  addModelsPull(models, session);
  addModelsRemove(models, session);
}
