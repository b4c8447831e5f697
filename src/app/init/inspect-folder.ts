// Looks at a folder that is to become a project and proposes sources for what lies in it.
import { existsSync, readdirSync } from "node:fs";
import { basename, extname, join } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { ProjectConfig } from "../config/config-schema.ts";
import { countListed, type ListedCount } from "./count-listed.ts";
import { inspectRows, ROW_EXTENSIONS } from "./inspect-rows.ts";

/** Sources that init can find by looking: folders and files of rows. */
export type SourceSettings = Extract<NonNullable<ProjectConfig["sources"]>[string], { kind: "folder" | "rows" }>;

export type FoundSource = {
  readonly name: string;
  readonly settings: SourceSettings;
};

export type ProposedSource = FoundSource & ListedCount;

export type InitProposal = {
  readonly folder: string;
  readonly isGit: boolean;
  readonly sources: readonly ProposedSource[];
};

const DOCUMENT_EXTENSIONS = new Set(
  ".md .mdx .markdown .txt .rst .adoc .html .htm .pdf .docx .pptx .xlsx .eml .epub".split(" "),
);
const SKIPPED_FOLDERS = new Set(["node_modules", "dist", "build", "target", "vendor", "coverage", "__pycache__"]);
/** Few enough documents beside the sub-folders to call them files of the project itself, such as a README. */
const LOOSE_FILES = 3;

/** Throws `not_found` when there is no such folder. What is counted is what a sync would list. */
export async function inspectFolder(folder: string, runtime: Runtime): Promise<InitProposal> {
  if (!existsSync(folder)) {
    throw new SchoolbookError("not_found", `The folder ${folder} does not exist.`, {
      hint: "Check the path, or make the folder first.",
    });
  }
  const isGit = existsSync(join(folder, ".git"));
  const rows = rowSources(folder);
  const found = withUniqueNames([...documentSources(folder, rows), ...rows]);
  const sources: ProposedSource[] = [];
  for (const source of found) {
    const counted = { ...source, ...(await countListed(source, { folder, runtime })) };
    if (counted.documents > 0) sources.push(counted);
  }
  return { folder, isGit, sources };
}

/**
 * Each sub-folder with documents is a source of its own, and so are the documents beside them; a folder that is itself the
 * collection is one as a whole. Tables that are read as rows are not read as files, too.
 */
function documentSources(folder: string, rows: readonly FoundSource[]): readonly FoundSource[] {
  const loose = documentsIn(folder);
  const folders = subfoldersOf(folder).filter((name) => holdsDocuments(join(folder, name)));
  if (loose.length > LOOSE_FILES || (loose.length > 0 && folders.length === 0)) {
    const leftOut = subfoldersOf(folder, SKIPPED_FOLDERS);
    return [{ name: "docs", settings: folderSettings(".", [...leftOut, ...rowPaths(rows, "")]) }];
  }
  const inside = folders.map((name) => ({
    name: sourceName(name),
    settings: folderSettings(name, rowPaths(rows, `${name}/`)),
  }));
  if (loose.length === 0) return inside;
  return [{ name: "root", settings: { kind: "folder", path: ".", include: [rootPattern(loose)] } }, ...inside];
}

/** Files of the project itself: a library that held its exam would give every answer away. */
const OWN_FILES = ["schoolbook.config.*", "exam*.{yaml,yml,jsonl,csv}"];

function folderSettings(path: string, leftOut: readonly string[]): SourceSettings {
  if (path === ".")
    return { kind: "folder", path, exclude: ["**/node_modules/**", ...OWN_FILES, ...plainPaths(leftOut)] };
  const exclude = plainPaths(leftOut);
  return { kind: "folder", path, ...(exclude.length === 0 ? {} : { exclude: ["**/node_modules/**", ...exclude] }) };
}

function plainPaths(paths: readonly string[]): readonly string[] {
  return paths.filter((one) => !/[*?[\]{}\\]/u.test(one));
}

/** The files of rows in a folder, as its source names them. */
function rowPaths(rows: readonly FoundSource[], folder: string): readonly string[] {
  return rows.flatMap(({ settings: { path } }) => (path.startsWith(folder) ? [path.slice(folder.length)] : []));
}

/** Documents of the root alone, those of the same formats that come later included. */
function rootPattern(files: readonly string[]): string {
  const extensions = new Set([...DOCUMENT_EXTENSIONS, ...files.map((file) => extname(file))]);
  return `*.{${[...extensions].map((extension) => extension.slice(1)).join(",")}}`;
}

function rowSources(folder: string): readonly FoundSource[] {
  const places = [folder, ...subfoldersOf(folder).map((name) => join(folder, name))];
  return places.flatMap((place) =>
    filesOf(place)
      .filter((file) => ROW_EXTENSIONS.includes(extname(file).toLowerCase()))
      .flatMap((file) => {
        const path = place === folder ? file : `${basename(place)}/${file}`;
        const rows = inspectRows(join(place, file), path);
        return rows === undefined ? [] : [{ name: sourceName(basename(file, extname(file))), settings: rows }];
      }),
  );
}

function holdsDocuments(folder: string): boolean {
  const open = [folder];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (documentsIn(next).length > 0) return true;
    for (const name of subfoldersOf(next)) open.push(join(next, name));
  }
  return false;
}

function documentsIn(folder: string): readonly string[] {
  return filesOf(folder).filter((file) => DOCUMENT_EXTENSIONS.has(extname(file).toLowerCase()));
}

function filesOf(folder: string): readonly string[] {
  return entriesOf(folder).flatMap((entry) => (entry.isFile() && !entry.name.startsWith(".") ? [entry.name] : []));
}

/** Folders that people write in; `only` picks those of the other kind. */
function subfoldersOf(folder: string, only?: ReadonlySet<string>): readonly string[] {
  return entriesOf(folder).flatMap((entry) => {
    const isWanted = only === undefined ? !SKIPPED_FOLDERS.has(entry.name) : only.has(entry.name);
    return entry.isDirectory() && !entry.name.startsWith(".") && isWanted ? [entry.name] : [];
  });
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((one, other) => one.name.localeCompare(other.name));
  } catch {
    // why: a folder that may not be listed has nothing to propose; the sync will say so where it matters.
    return [];
  }
}

/** A name that the configuration allows: letters, digits, - and _, a letter first. */
function sourceName(text: string): string {
  const plain = text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/gu, "-")
    .replaceAll(/^[^a-z]+|-+$/gu, "");
  return plain === "" ? "docs" : plain;
}

function withUniqueNames(sources: readonly FoundSource[]): readonly FoundSource[] {
  const used = new Set<string>();
  return sources.map((source) => {
    let { name } = source;
    for (let number = 2; used.has(name); number += 1) name = `${source.name}-${number}`;
    used.add(name);
    return { ...source, name };
  });
}
