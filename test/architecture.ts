// Finds every import between the folders of src/, type imports included, and holds it against the table of who may import whom.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

export type Folder = string;

/** The architecture: a folder may import itself and what stands beside it here, nothing else. */
export const MAY_IMPORT: Readonly<Record<Folder, readonly Folder[]>> = {
  core: [],
  spec: ["core"],
  library: ["core", "spec"],
  answer: ["core", "spec"],
  school: ["core", "spec", "weights"],
  exam: ["core", "spec"],
  ladder: ["core", "spec", "library", "answer", "school", "exam"],
  weights: ["core", "spec"],
  engines: ["core", "spec", "weights"],
  stores: ["core", "spec"],
  sources: ["core", "spec"],
  trainers: ["core", "spec", "weights"],
  parsers: ["core", "spec"],
  testing: ["core", "spec"],
  app: [
    "core",
    "spec",
    "library",
    "answer",
    "school",
    "exam",
    "ladder",
    "weights",
    "engines",
    "stores",
    "sources",
    "trainers",
    "parsers",
  ],
  cli: ["core", "spec", "app"],
  server: ["core", "spec", "app"],
};

/** In these each sub-folder is a member on its own; members share code only through the family's files and the rooms named here. */
export const FAMILIES: Readonly<Record<Folder, readonly Folder[]>> = {
  engines: ["batching", "installing", "child"],
  stores: [],
  sources: [],
  trainers: [],
  parsers: ["reading", "pool"],
};

export type Import = {
  readonly from: string;
  readonly to: string;
  readonly line: number;
};

const SPECIFIER =
  /(?:^|[;}\n])\s*(?:import|export)\b[^"';]*?\bfrom\s*["']([^"']+)["']|\bimport\s*\(?\s*["']([^"']+)["']/gu;

/** Imports of one file that stay inside the project, as paths relative to `src`. */
export function importsOf(file: string, text: string): readonly Import[] {
  return [...text.matchAll(SPECIFIER)].flatMap((match) => {
    const specifier = match[1] ?? match[2] ?? "";
    if (!specifier.startsWith(".")) return [];
    const line = text.slice(0, match.index).split("\n").length;
    return [{ from: file, to: join(dirname(file), specifier).split(sep).join("/"), line }];
  });
}

/** A sentence for each import that the table forbids. */
export function violations(imports: readonly Import[]): readonly string[] {
  return imports.flatMap((found) => {
    const reason = forbidden(found);
    return reason === undefined ? [] : [`${found.from}:${found.line} imports ${found.to}: ${reason}`];
  });
}

function forbidden({ from, to }: Import): string | undefined {
  const isTest = from.endsWith(".test.ts");
  const [folder = "", member] = from.split("/");
  const [target = "", targetMember] = to.split("/");
  if (to.startsWith("..")) return isTest ? undefined : "it lies outside src";
  if (!from.includes("/")) return undefined;
  if (isTest && target === "testing") return undefined;
  if (folder !== target) {
    if (MAY_IMPORT[folder]?.includes(target) === true) return undefined;
    return `${folder} may import only ${["itself", ...(MAY_IMPORT[folder] ?? [])].join(", ")}`;
  }
  const betweenMembers = member !== targetMember && isMember(from) && isMember(to);
  return betweenMembers && !isTest ? `members of ${folder} do not import each other` : undefined;
}

function isMember(path: string): boolean {
  const [family = "", member = "", file] = path.split("/");
  return file !== undefined && FAMILIES[family]?.includes(member) === false;
}

/** Every import in src/. */
export function allImports(src: string): readonly Import[] {
  return readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => resolve(entry.parentPath, entry.name))
    .flatMap((path) => importsOf(relative(src, path).split(sep).join("/"), readFileSync(path, "utf8")));
}
