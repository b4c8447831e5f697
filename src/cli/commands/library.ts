// `schoolbook library`: everything about the library of documents.
import type { Command } from "commander";

import type { Session } from "../session.ts";
import { addRebuild, addRollback } from "./rebuild.ts";
import { addSearch } from "./search.ts";
import { addShow } from "./show.ts";
import { addStats } from "./stats.ts";
import { addSync } from "./sync.ts";
import { addExport, addImport } from "./transfer.ts";
import { addVerify } from "./verify.ts";
import { addWatch } from "./watch.ts";

export function addLibrary(program: Command, session: Session): void {
  const library = program.command("library").description("Fill, search, check and move the library").helpCommand(false);
  library.commandsGroup("Fill:");
  addSync(library, session);
  addWatch(library, session);
  library.commandsGroup("Look inside:");
  addSearch(library, session);
  addShow(library, session);
  addStats(library, session);
  library.commandsGroup("Keep whole:");
  addVerify(library, session);
  addRebuild(library, session);
  addRollback(library, session);
  library.commandsGroup("Move:");
  addExport(library, session);
  addImport(library, session);
}
