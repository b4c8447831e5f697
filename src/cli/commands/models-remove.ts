// `schoolbook models remove`: deletes pulled models.
import type { Command } from "commander";

import type { RemovedModel } from "../../app/models/cache/remove-cached-model.ts";
import { examples } from "../flags.ts";
import { NO_FLAGS, type Session } from "../session.ts";
import { bytes, plural } from "../terminal/layout.ts";
import { line } from "../terminal/styled.ts";

export function addModelsRemove(parent: Command, session: Session): void {
  parent
    .command("remove")
    .description("Delete pulled models, all their versions and halves")
    .argument("<model...>", "named as when it was pulled")
    .addHelpText("after", examples("schoolbook models remove hf:Qwen/Qwen3-0.6B-GGUF:Q8_0"))
    .action(
      session.action(NO_FLAGS, async ({ io, printer, signal }, { args }) => {
        const { removeCachedModel } = await import("../../app/models/cache/remove-cached-model.ts");
        const { modelsFolder } = await import("../../app/models/cache/model-folder.ts");
        const models = modelsFolder(io.env);
        const removed: RemovedModel[] = [];
        for (const name of args) removed.push(await removeCachedModel(name, { models, runtime: io.runtime, signal }));
        const { green } = printer.palette;
        printer.result({ removed }, () =>
          removed.map(
            (one) => line`${green("✓")} ${one.name} removed: ${plural(one.files, "file")}, ${bytes(one.bytes)} freed`,
          ),
        );
      }),
    );
}
