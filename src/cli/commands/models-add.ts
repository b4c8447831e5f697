// `schoolbook models add`: gives a model a name, and a part to play.
import type { Command } from "commander";
import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import { examples } from "../flags.ts";
import type { Session } from "../session.ts";
import { line } from "../terminal/styled.ts";

const FLAGS = z.strictObject({
  for: z.enum(["model", "embedder", "reranker"], { error: "expected model, embedder or reranker" }).optional(),
  baseUrl: z.string().optional(),
  keyVariable: z.string().optional(),
  context: z.coerce.number({ error: "expected a number" }).int().optional(),
});

const ROLES = { model: "chat", embedder: "embedder", reranker: "reranker" } as const;

export function addModelsAdd(parent: Command, session: Session): void {
  parent
    .command("add")
    .description("Name a model in the configuration")
    .argument("<name>", "the name, of your choice")
    .argument("<reference>", "which model it is, such as ollama:qwen3")
    .option("--for <part>", "use it from now on as model, embedder or reranker")
    .option("--base-url <address>", "the server's address, in place of the usual one")
    .option("--key-variable <name>", "the environment variable that holds the key")
    .option("--context <tokens>", "tokens that prompt and reply may have together")
    .addHelpText(
      "after",
      `\nWrites schoolbook.config.json; for a configuration in code it prints the lines to put there.\n${examples(
        "schoolbook models add fast ollama:qwen3 --for model",
        "schoolbook models add vectors openai-compatible:http://gpu-box:8080/v1#bge-m3 --for embedder",
      )}`,
    )
    .action(
      session.action(FLAGS, async ({ openOptions, printer, io }, { args, flags }) => {
        const { loadProject } = await import("../../app/config/load-project.ts");
        const { addModel } = await import("../../app/models/add-model.ts");
        const project = await loadProject({ ...openOptions, env: io.env });
        const [name, reference] = args;
        if (name === undefined || reference === undefined)
          throw new SchoolbookError("usage", "A name and a reference are needed.");
        const added = await addModel(project, {
          runtime: io.runtime,
          name,
          role: flags.for === undefined ? undefined : ROLES[flags.for],
          settings: {
            reference,
            ...(flags.baseUrl === undefined ? {} : { baseUrl: flags.baseUrl }),
            ...(flags.keyVariable === undefined ? {} : { keyVariable: flags.keyVariable }),
            ...(flags.context === undefined ? {} : { contextTokens: flags.context }),
          },
        });
        const { green } = printer.palette;
        printer.result(added, () =>
          added.file === undefined
            ? [line`Put this into the configuration:`, ...added.lines.map((text) => line`  ${text}`)]
            : [line`${green("✓")} ${added.file} names ${name} now; \`schoolbook models check ${name}\` tries it.`],
        );
      }),
    );
}
