// `schoolbook models`: the models on this machine.
import type { Command } from "commander";

import type { Session } from "../session.ts";
import { addModelsPull } from "./models-pull.ts";
import { addModelsRemove } from "./models-remove.ts";

export function addModels(program: Command, session: Session): void {
  const models = program.command("models").description("Fetch and remove models").helpCommand(false);
  addModelsPull(models, session);
  addModelsRemove(models, session);
}
