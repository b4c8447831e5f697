// `schoolbook models list`: what each model is, can do, needs and costs.
import type { Command } from "commander";

import type { ListedModel } from "../../app/models/list-models.ts";
import { examples } from "../flags.ts";
import type { Printer } from "../printer.ts";
import { pulledModelLines } from "../reports/pulled-models.ts";
import { NO_FLAGS, type Session } from "../session.ts";
import { count, table } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

export function addModelsList(parent: Command, session: Session): void {
  parent
    .command("list")
    .description("Show the configured models and those in the box, whether they are there, and those that were pulled")
    .addHelpText(
      "after",
      `\nOnly the servers of configured models are asked, and with --offline none elsewhere.\n${examples(
        "schoolbook models list",
        "schoolbook models list --json",
      )}`,
    )
    .action(
      session.action(NO_FLAGS, async ({ openOptions, printer, io, options, signal }) => {
        const { loadProjectOrDefaults } = await import("../../app/config/load-project.ts");
        const { listModels } = await import("../../app/models/list-models.ts");
        const { listCachedModels } = await import("../../app/models/cache/list-cached-models.ts");
        const { modelsFolder } = await import("../../app/models/cache/model-folder.ts");
        const { isDefault, ...project } = await loadProjectOrDefaults({ ...openOptions, env: io.env });
        if (isDefault) printer.note(line`${printer.advice(NO_PROJECT)}`);
        const models = await listModels(project, { runtime: io.runtime, offline: options.offline, signal });
        const folder = modelsFolder(io.env);
        const pulled = listCachedModels(folder);
        printer.result({ models, pulled, folder }, () => [
          ...modelLines(models, printer),
          ...pulledModelLines(pulled, folder, printer),
        ]);
      }),
    );
}

const NO_PROJECT =
  "There is no project here; these are the models of one without settings. `schoolbook init` sets one up, `schoolbook models add` names more, `schoolbook models pull` fetches files without one.";

function modelLines(models: readonly ListedModel[], printer: Printer): readonly Styled[] {
  const { bold, dim, cyan } = printer.palette;
  const rows = table(
    models.map((model) => [
      bold(model.name),
      model.roles.length === 0 ? dim("not in use") : model.roles.map((role) => ROLE_SETTINGS[role]).join(", "),
      model.reference === model.name ? "" : model.reference,
      abilitiesOf(model),
      stateOf(model, printer),
    ]),
  );
  return rows.flatMap((row, index) => {
    const missing = models[index]?.missing ?? [];
    return [
      row,
      ...missing.map(
        ({ what, remedy }) => line`    ${cyan("→")} ${what.endsWith(".") ? what : `${what} is missing.`} ${remedy}`,
      ),
    ];
  });
}

const ROLE_SETTINGS = { chat: "model", embedder: "embedder", reranker: "reranker" } as const;

function abilitiesOf({ canBe, abilities, contextTokens, price }: ListedModel): string {
  const able = Object.entries(abilities ?? {}).flatMap(([name, can]) => (can ? [name] : []));
  return [
    canBe.join("/"),
    ...(able.length === 0 ? [] : [able.join(" ")]),
    ...(contextTokens === undefined ? [] : [`${count(contextTokens)} tokens`]),
    ...(price === undefined ? [] : [`$${price.input}/$${price.output} per million`]),
  ].join(" · ");
}

function stateOf({ missing, reach }: ListedModel, { palette }: Printer): Styled | string {
  const { green, red, yellow, dim } = palette;
  if (missing.length > 0) return red("not ready");
  if (reach.kind === "not-asked") return dim(reach.reason);
  if (reach.kind === "failed") return red(reach.reason);
  return reach.serves ? green("reachable") : yellow("reachable, but it does not list this model");
}
