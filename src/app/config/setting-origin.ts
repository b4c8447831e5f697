// Where a value of the configuration comes from: a default, the file, the environment, a flag.
import { basename } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import { parsePath, type SettingPath } from "./setting-path.ts";

export type Origin =
  | { readonly kind: "default" }
  | { readonly kind: "file"; readonly file: string }
  | { readonly kind: "env"; readonly variable: string }
  | { readonly kind: "flag"; readonly flag: string };

/** One value put over what the file says. */
export type Override = {
  readonly path: SettingPath;
  readonly value: unknown;
  readonly origin: Origin;
};

/** Environment variables that stand in for settings. */
export const SETTING_VARIABLES: Readonly<Record<string, string>> = {
  SCHOOLBOOK_LIBRARY_PATH: "library.path",
  SCHOOLBOOK_LIMIT: "retrieval.limit",
  SCHOOLBOOK_PARSING_PROCESSES: "parsing.processes",
  SCHOOLBOOK_PARSING_MEMORY_MB: "parsing.memoryMb",
  SCHOOLBOOK_PARSING_TIMEOUT_MS: "parsing.timeoutMs",
};

/** The overrides that the environment holds. */
export function environmentOverrides(env: Readonly<Record<string, string | undefined>>): readonly Override[] {
  return Object.entries(SETTING_VARIABLES).flatMap(([variable, setting]) => {
    const text = env[variable];
    const path = parsePath(setting);
    if (text === undefined || text === "" || path === undefined) return [];
    return [{ path, value: looseValue(text), origin: { kind: "env", variable } as const }];
  });
}

/** `retrieval.limit=20`, as given to --set; the value is JSON, or else a plain string. */
export function parseAssignment(text: string): Override {
  const [, name = "", value = ""] = /^([^=]+)=([\s\S]*)$/u.exec(text) ?? [];
  const path = parsePath(name.trim());
  if (path === undefined) {
    throw new SchoolbookError("usage", `--set ${text} is not of the form setting=value.`, {
      hint: "Write for example --set retrieval.limit=20; `schoolbook config explain` lists the settings.",
    });
  }
  return { path, value: looseValue(value), origin: { kind: "flag", flag: `--set ${text}` } };
}

/** The origin in a word or two, for tables and messages. */
export function formatOrigin(origin: Origin): string {
  if (origin.kind === "default") return "default";
  if (origin.kind === "file") return basename(origin.file);
  return origin.kind === "env" ? origin.variable : origin.flag;
}

function looseValue(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    // why: an unquoted word is meant as a string; that is what makes --set pleasant to type.
    return text;
  }
}
