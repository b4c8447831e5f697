// From the file, the environment and the flags to one checked configuration that knows where each value comes from.
import { basename } from "node:path";

import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import { shownAddress } from "../../core/shown-address.ts";
import { type ConfigMistake, describeIssue } from "./config-mistakes.ts";
import { CONFIG_SCHEMA, type ResolvedConfig } from "./config-schema.ts";
import type { SchemaNode } from "./schema-node.ts";
import { isSecretName, REDACTED } from "./secret-names.ts";
import { formatOrigin, type Origin, type Override } from "./setting-origin.ts";
import { formatPath, isPlainObject, type SettingPath, valueAt, withValueAt } from "./setting-path.ts";

export type ConfigBase = {
  readonly value: unknown;
  readonly origin: Origin;
};

export type ExplainedConfig = {
  readonly config: ResolvedConfig;
  readonly originOf: (path: SettingPath) => Origin;
  /** Every value in force with its origin; values named like secrets are masked. */
  readonly explain: () => readonly ExplainedSetting[];
};

export type ExplainedSetting = {
  readonly path: string;
  readonly value: unknown;
  readonly origin: Origin;
};

/** Later overrides win over earlier ones, all of them over the base, the base over the defaults. */
export function resolveConfig(base: ConfigBase, overrides: readonly Override[]): ExplainedConfig {
  const input = overrides.reduce((value, { path, value: put }) => withValueAt(value, path, put), base.value);
  const originOf = (path: SettingPath): Origin => findOrigin(path, base, overrides);
  const parsed = CONFIG_SCHEMA.safeParse(input);
  if (!parsed.success) throw configError(parsed.error, input, { originOf, base });
  const config = parsed.data;
  return { config, originOf, explain: () => leaves(config, [], originOf) };
}

/** The JSON Schema of a config file, as editors use it. */
export function configJsonSchema(): SchemaNode {
  return z.toJSONSchema(CONFIG_SCHEMA, { io: "input", target: "draft-2020-12" });
}

function findOrigin(path: SettingPath, base: ConfigBase, overrides: readonly Override[]): Origin {
  const spelled = formatPath(path);
  const over = overrides.findLast((override) => {
    const other = formatPath(override.path);
    return spelled === other || spelled.startsWith(`${other}.`) || spelled.startsWith(`${other}[`);
  });
  if (over !== undefined) return over.origin;
  return valueAt(base.value, path) === undefined ? { kind: "default" } : base.origin;
}

type ErrorContext = { readonly originOf: (path: SettingPath) => Origin; readonly base: ConfigBase };

function configError(error: z.ZodError, input: unknown, { originOf, base }: ErrorContext): SchoolbookError {
  const schema = configJsonSchema();
  const mistakes = error.issues.flatMap((issue) => describeIssue(issue, input, schema));
  const described = mistakes.map((mistake) => `${source(mistake, originOf, base)}: ${mistake.message}`);
  const [first = "The configuration is not valid"] = described;
  const sentence = first.endsWith("?") ? first : `${first}.`;
  const message =
    described.length === 1 ? sentence : `The configuration has ${described.length} mistakes; the first: ${sentence}`;
  const hint = remedy(mistakes[0], { originOf, base });
  return new SchoolbookError("config_invalid", message, {
    ...(hint === undefined ? {} : { hint }),
    details: {
      file: base.origin.kind === "file" ? base.origin.file : undefined,
      mistakes: mistakes.map(({ path, message: text }) => ({ path: formatPath(path), message: text })),
    },
  });
}

/** What is wrong on the command line or in the environment is not mended in the file. */
function remedy(mistake: ConfigMistake | undefined, { originOf, base }: ErrorContext): string | undefined {
  const origin = originOf(mistake?.path ?? []);
  const settings = "`schoolbook config explain` lists the settings.";
  if (origin.kind === "env") return `Correct the variable ${origin.variable}, or unset it; ${settings}`;
  if (origin.kind === "flag" && origin.flag.startsWith("--set")) return `Correct what follows --set; ${settings}`;
  if (base.origin.kind !== "file") return undefined;
  return `Correct ${basename(base.origin.file)}; \`schoolbook config explain\` shows each value and where it comes from.`;
}

function source({ path }: ConfigMistake, originOf: ErrorContext["originOf"], base: ConfigBase): string {
  const origin = originOf(path);
  return formatOrigin(origin.kind === "default" ? base.origin : origin);
}

function leaves(value: unknown, path: SettingPath, originOf: (path: SettingPath) => Origin): ExplainedSetting[] {
  if (isPlainObject(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, child]) => leaves(child, [...path, key], originOf));
  }
  const visible = typeof value === "string" ? shownAddress(value) : value;
  const shown = isSecretName(String(path.at(-1))) && value !== undefined ? REDACTED : visible;
  return [{ path: formatPath(path), value: shown, origin: originOf(path) }];
}
