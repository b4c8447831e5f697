// Gives a model a name in the configuration: written into a JSON file, shown as text for a file of code.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, extname } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { ModelRole } from "../../engines/engine.ts";
import { CONFIG_SCHEMA } from "../config/config-schema.ts";
import type { LoadedProject } from "../config/load-project.ts";
import { resolveConfig } from "../config/resolve-config.ts";
import { isPlainObject, withValueAt } from "../config/setting-path.ts";
import { modelContext, placesOf } from "./model-context.ts";
import { requireRole } from "./require-models.ts";
import { resolveEngineModel, resolveModel } from "./resolve-model.ts";

export type AddOptions = {
  readonly name: string;
  /** The reference and whatever else is to be known about it, as in the configuration. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The part that it is to play from now on. */
  readonly role?: ModelRole | undefined;
  readonly runtime: Runtime;
};

export type AddedModel = {
  readonly name: string;
  /** The file that was changed; undefined where its owner has to write the lines. */
  readonly file: string | undefined;
  /** The lines for a file of code. */
  readonly lines: readonly string[];
};

const SETTING_OF_ROLE: Readonly<Record<ModelRole, string>> = {
  chat: "model",
  embedder: "embedder",
  reranker: "reranker",
};

/** Checked before anything is written; code is left to whoever wrote it. */
export async function addModel(project: LoadedProject, options: AddOptions): Promise<AddedModel> {
  const { name, settings, role, runtime } = options;
  const { models } = CONFIG_SCHEMA.pick({ models: true }).parse(checkedConfig(name, settings));
  const model = resolveModel(name, { models });
  if (role !== undefined && !(model.kind === "quoting" && role === "chat")) {
    const able = resolveEngineModel(name, role, { models });
    const wiring = { runtime, offline: true, ...placesOf(project) };
    requireRole(able, role, await able.engine.inspect(able.reference, modelContext(able, wiring)));
  }
  const file = project.configFile;
  if (file !== undefined && extname(file) === ".json") {
    writeJson(file, options);
    return { name, file, lines: [] };
  }
  return { name, file: undefined, lines: codeLines(options) };
}

function checkedConfig(name: string, settings: AddOptions["settings"]): unknown {
  const value = { models: { [name]: settings } };
  const origin = { kind: "flag", flag: "models add" } as const;
  return { models: resolveConfig({ value, origin }, []).config.models };
}

function writeJson(file: string, { name, settings, role }: AddOptions): void {
  const value: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!isPlainObject(value)) throw new SchoolbookError("config_invalid", `${basename(file)} holds no JSON object.`);
  const named = withValueAt(value, ["models", name], settings);
  const whole = role === undefined ? named : withValueAt(named, [SETTING_OF_ROLE[role]], name);
  resolveConfig({ value: whole, origin: { kind: "file", file } }, []);
  const draft = `${file}.new`;
  writeFileSync(draft, `${JSON.stringify(whole, undefined, 2)}\n`);
  renameSync(draft, file);
}

function codeLines({ name, settings, role }: AddOptions): readonly string[] {
  const fields = Object.entries(settings).map(([field, value]) => `${field}: ${JSON.stringify(value)}`);
  const key = /^[a-z_]\w*$/iu.test(name) ? name : JSON.stringify(name);
  return [
    ...(role === undefined ? [] : [`${SETTING_OF_ROLE[role]}: ${JSON.stringify(name)},`]),
    `models: {`,
    `  ${key}: { ${fields.join(", ")} },`,
    `},`,
  ];
}
