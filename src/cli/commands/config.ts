// `schoolbook config`: what is in force and where it comes from, the schema, the file.
import type { Command } from "commander";
import { z } from "zod";

import { closestName } from "../../app/closest-name.ts";
import { type LoadedProject, loadProject } from "../../app/config/load-project.ts";
import { configJsonSchema } from "../../app/config/resolve-config.ts";
import { nodeAt } from "../../app/config/schema-node.ts";
import { formatOrigin } from "../../app/config/setting-origin.ts";
import { parsePath } from "../../app/config/setting-path.ts";
import { readServing, servedName } from "../../app/serving/serving-file.ts";
import { SchoolbookError } from "../../core/errors.ts";
import { examples } from "../flags.ts";
import { NO_FLAGS, type Session } from "../session.ts";
import { table } from "../terminal/layout.ts";
import { line, trusted } from "../terminal/styled.ts";

export function addConfig(program: Command, session: Session): void {
  const config = program.command("config").description("Show what is configured, and why").helpCommand(false);
  addExplain(config, session);
  config
    .command("path")
    .description("Print the path of the config file in force")
    .action(
      session.action(NO_FLAGS, async ({ openOptions, printer, io }) => {
        const { configFile = "", folder } = await loadProject({ ...openOptions, env: io.env });
        printer.result({ configFile, folder }, () => [line`${configFile}`]);
      }),
    );
  config
    .command("schema")
    .description("Print the JSON Schema of the config file")
    .addHelpText("after", examples("schoolbook config schema > schoolbook.config.schema.json"))
    .action(
      session.action(NO_FLAGS, async ({ printer }) => {
        const schema = configJsonSchema();
        printer.result(schema, () => [trusted(JSON.stringify(schema, undefined, 2))]);
      }),
    );
}

function addExplain(config: Command, session: Session): void {
  config
    .command("explain")
    .description("Show every setting in force and where its value comes from")
    .argument("[setting]", "only this setting and what lies below it")
    .option("--changed", "only settings that differ from the defaults")
    .addHelpText(
      "after",
      examples(
        "schoolbook config explain",
        "schoolbook config explain retrieval",
        "schoolbook config explain --changed --set retrieval.limit=20",
      ),
    )
    .action(
      session.action(z.strictObject({ changed: z.boolean().default(false) }), async (context, { args, flags }) => {
        const { printer } = context;
        const project = await loadProject({ ...context.openOptions, env: context.io.env });
        const [wanted] = args;
        const all = project.explain().filter(({ path }) => wanted === undefined || isWithin(path, wanted));
        if (all.length === 0 && wanted !== undefined) requireKnown(wanted, project);
        const settings = all.filter(({ origin }) => !flags.changed || origin.kind !== "default");
        const { dim, cyan } = printer.palette;
        const { current } = readServing(project);
        const isServed = current !== null && (wanted === undefined || wanted === "model" || isWithin(wanted, "answer"));
        const serving = isServed ? { serving: servedName(current) } : {};
        printer.result({ configFile: project.configFile, settings, ...serving }, () => [
          ...(isServed
            ? [
                line`${cyan("!")} Questions are answered by ${servedName(current)}, whatever model and answer say here ${dim("(schoolbook use)")}`,
              ]
            : []),
          ...(all.length === 0 && wanted !== undefined ? [line`${wanted}  ${dim("not set")}`] : []),
          ...table(
            settings.map(({ path, value, origin }) => {
              const from = formatOrigin(origin);
              return [path, JSON.stringify(value), origin.kind === "default" ? dim(from) : cyan(from)];
            }),
          ),
        ]);
      }),
    );
}

/** Settings without a value are not listed, but may be asked for. */
function requireKnown(wanted: string, { config, explain }: LoadedProject): void {
  const path = parsePath(wanted);
  if (path !== undefined && nodeAt(configJsonSchema(), path, config) !== undefined) return;
  const nearest = closestName(
    wanted,
    explain().map((setting) => setting.path),
  );
  throw new SchoolbookError("not_found", `There is no setting ${JSON.stringify(wanted)}.`, {
    hint: nearest === undefined ? "`schoolbook config explain` lists the settings." : `Did you mean ${nearest}?`,
  });
}

function isWithin(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}.`) || path.startsWith(`${parent}[`);
}
