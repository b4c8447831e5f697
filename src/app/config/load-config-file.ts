// Reads a schoolbook.config file and says clearly when it cannot be read.
import { readFileSync, statSync } from "node:fs";
import { registerHooks } from "node:module";
import { basename, extname } from "node:path";
import { pathToFileURL } from "node:url";

import { SchoolbookError } from "../../core/errors.ts";
import { parseJson } from "../../core/parse-json.ts";

/** What the file holds, not yet checked against the schema. */
export async function loadConfigFile(file: string): Promise<unknown> {
  return extname(file) === ".json" ? loadJson(file) : loadModule(file);
}

function loadJson(file: string): unknown {
  try {
    // why: some editors on Windows put a byte order mark before everything they save.
    const parsed: unknown = parseJson(readFileSync(file, "utf8").replace(/^\uFEFF+/u, ""));
    return parsed;
  } catch (cause) {
    throw broken(file, cause);
  }
}

/** When each file was first loaded: modules are cached by address, so an edited file needs a new one. */
const firstLoaded = new Map<string, number>();

async function loadModule(file: string): Promise<unknown> {
  const changedAt = statSync(file).mtimeMs;
  const first = firstLoaded.get(file) ?? changedAt;
  firstLoaded.set(file, first);
  const address = `${pathToFileURL(file).href}${first === changedAt ? "" : `?changed=${changedAt}`}`;
  let loaded: unknown;
  try {
    using _asModule = readAsModule(file, address);
    loaded = await import(/* @vite-ignore */ address);
  } catch (cause) {
    throw broken(file, cause);
  }
  if (typeof loaded === "object" && loaded !== null && "default" in loaded) return loaded.default;
  throw new SchoolbookError("config_invalid", `${basename(file)} has no default export.`, {
    hint: "Write `export default { … }`, or `export default defineConfig({ … })`.",
    details: { file },
  });
}

/**
 * Beside a package.json that does not say which kind its modules are, Node would guess the same and warn of it; beside one that says
 * `commonjs`, it would not read what `export default` exports.
 */
function readAsModule(file: string, address: string): Disposable | undefined {
  if (extname(file) !== ".ts" || !/^export\s+default\b/mu.test(readFileSync(file, "utf8"))) return undefined;
  const hooks = registerHooks({
    load: (url, context, nextLoad) =>
      nextLoad(url, url === address ? { ...context, format: "module-typescript" } : context),
  });
  return { [Symbol.dispose]: () => hooks.deregister() };
}

function broken(file: string, cause: unknown): SchoolbookError {
  const reason = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
  const place = cause instanceof Error ? placeIn(cause, file) : "";
  return new SchoolbookError("config_invalid", `${basename(file)}${place} cannot be loaded: ${reason}`, {
    hint: hintFor(cause),
    details: { file },
    cause,
  });
}

/** `:line:column` of the mistake, where the stack tells it. */
function placeIn(error: Error, file: string): string {
  const name = basename(file).replaceAll(".", String.raw`\.`);
  const match = new RegExp(String.raw`${name}(?:\?changed=[\d.]+)?((?::\d+){1,2})`, "u").exec(error.stack ?? "");
  return match?.[1] ?? "";
}

function hintFor(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ERR_MODULE_NOT_FOUND")
    return 'Install the package that it imports, or import only types: `import type { ProjectConfig } from "schoolbook"`.';
  if (code === "EACCES") return "Make the file readable for the user who runs schoolbook.";
  return "Correct the file; `schoolbook config explain` shows what is in force once it loads.";
}
