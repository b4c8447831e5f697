// Loads a provider of the AI SDK from a package of the project, or from a file of it.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";

/** What a provider offers; older ones call the second `textEmbeddingModel`. */
export type AiSdkProvider = {
  readonly languageModel?: (id: string) => unknown;
  readonly embeddingModel?: (id: string) => unknown;
  readonly textEmbeddingModel?: (id: string) => unknown;
  readonly rerankingModel?: (id: string) => unknown;
};

/** The file that a module's name stands for; undefined where it is not installed. */
export function findModule(name: string, projectFolder: string): string | undefined {
  if (name.startsWith(".") || name.startsWith("/")) {
    const file = resolve(projectFolder, name);
    return existsSync(file) ? file : undefined;
  }
  for (let folder = projectFolder; ; folder = dirname(folder)) {
    const home = join(folder, "node_modules", name);
    if (existsSync(join(home, "package.json"))) return join(home, entryOf(home));
    if (dirname(folder) === folder) return undefined;
  }
}

const PACKAGE = z.looseObject({
  exports: z.unknown().optional(),
  module: z.string().optional(),
  main: z.string().optional(),
});

/** Read by hand since packages that only `import` can load are not found by `require.resolve`. */
function entryOf(home: string): string {
  const { exports, module, main } = PACKAGE.parse(JSON.parse(readFileSync(join(home, "package.json"), "utf8")));
  return chosen(field(exports, ".") ?? exports) ?? module ?? main ?? "index.js";
}

function chosen(target: unknown): string | undefined {
  if (typeof target !== "object" || target === null) return typeof target === "string" ? target : undefined;
  for (const condition of ["node", "import", "module", "default"]) {
    const found = chosen(field(target, condition));
    if (found !== undefined) return found;
  }
  return undefined;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && name in value ? Reflect.get(value, name) : undefined;
}

/** The module's provider: its default export, or else the first that offers models. */
export async function loadProvider(name: string, file: string): Promise<AiSdkProvider> {
  const loaded: unknown = await import(/* @vite-ignore */ pathToFileURL(file).href);
  const exported = typeof loaded === "object" && loaded !== null ? loaded : {};
  const provider = [field(exported, "default"), ...Object.values(exported)].find(isProvider);
  if (provider !== undefined) return provider;
  throw new SchoolbookError("config_invalid", `${name} exports no provider of the AI SDK.`, {
    hint: "Name a package such as @ai-sdk/anthropic, or a file that exports a provider.",
  });
}

function isProvider(value: unknown): value is AiSdkProvider {
  const isThing = (typeof value === "object" && value !== null) || typeof value === "function";
  return isThing && ["languageModel", "embeddingModel", "textEmbeddingModel"].some((name) => name in value);
}
