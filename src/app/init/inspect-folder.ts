// Looks at a folder that is to become a project and proposes sources for what lies in it.
import { existsSync, readdirSync } from "node:fs";
import { basename, extname, join } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import type { ProjectConfig } from "../config/config-schema.ts";
import { inspectRows, ROW_EXTENSIONS } from "./inspect-rows.ts";

/** Sources that init can find by looking: folders and files of rows. */
export type SourceSettings = Extract<NonNullable<ProjectConfig["sources"]>[string], { kind: "folder" | "rows" }>;

export type ProposedSource = {
  readonly name: string;
  readonly settings: SourceSettings;
  /** How many files or rows it would read; a lower bound where counting was stopped. */
  readonly documents: number;
};

export type InitProposal = {
  readonly folder: string;
  readonly isGit: boolean;
  readonly sources: readonly ProposedSource[];
};

const DOCUMENT_EXTENSIONS = new Set(
  ".md .mdx .markdown .txt .rst .adoc .html .htm .pdf .docx .pptx .xlsx .eml .epub".split(" "),
);
const SKIPPED_FOLDERS = new Set(["node_modules", "dist", "build", "target", "vendor", "coverage", "__pycache__"]);
const COUNT_LIMIT = 20_000;
/** Few enough documents beside the sub-folders to call them files of the project itself, such as a README. */
const LOOSE_FILES = 3;

/** Throws `not_found` when there is no such folder. */
export function inspectFolder(folder: string): InitProposal {
  if (!existsSync(folder)) {
    throw new SchoolbookError("not_found", `The folder ${folder} does not exist.`, {
      hint: "Check the path, or make the folder first.",
    });
  }
  const isGit = existsSync(join(folder, ".git"));
  return { folder, isGit, sources: withUniqueNames([...documentSources(folder), ...rowSources(folder)]) };
}

/** Each sub-folder with documents is a source of its own; a folder that is itself the collection is one as a whole. */
function documentSources(folder: string): readonly ProposedSource[] {
  const loose = documentsIn(folder).length;
  const folders = subfoldersOf(folder)
    .map((name) => ({ name, documents: countDocuments(join(folder, name)) }))
    .filter(({ documents }) => documents > 0);
  if (loose > LOOSE_FILES || (loose > 0 && folders.length === 0)) {
    const documents = loose + folders.reduce((sum, { documents: count }) => sum + count, 0);
    return [{ name: "docs", settings: { kind: "folder", path: "." }, documents }];
  }
  return folders.map(({ name, documents }) => ({
    name: sourceName(name),
    settings: { kind: "folder", path: name },
    documents,
  }));
}

function rowSources(folder: string): readonly ProposedSource[] {
  const places = [folder, ...subfoldersOf(folder).map((name) => join(folder, name))];
  return places.flatMap((place) =>
    filesOf(place)
      .filter((file) => ROW_EXTENSIONS.includes(extname(file).toLowerCase()))
      .flatMap((file) => {
        const path = place === folder ? file : `${basename(place)}/${file}`;
        const rows = inspectRows(join(place, file), path);
        return rows === undefined ? [] : [{ name: sourceName(basename(file, extname(file))), ...rows }];
      }),
  );
}

function countDocuments(folder: string): number {
  let count = 0;
  const open = [folder];
  for (let next = open.pop(); next !== undefined && count < COUNT_LIMIT; next = open.pop()) {
    count += documentsIn(next).length;
    for (const name of subfoldersOf(next)) open.push(join(next, name));
  }
  return count;
}

function documentsIn(folder: string): readonly string[] {
  return filesOf(folder).filter((file) => DOCUMENT_EXTENSIONS.has(extname(file).toLowerCase()));
}

function filesOf(folder: string): readonly string[] {
  return entriesOf(folder).flatMap((entry) => (entry.isFile() && !entry.name.startsWith(".") ? [entry.name] : []));
}

function subfoldersOf(folder: string): readonly string[] {
  return entriesOf(folder).flatMap((entry) =>
    entry.isDirectory() && !entry.name.startsWith(".") && !SKIPPED_FOLDERS.has(entry.name) ? [entry.name] : [],
  );
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

function withUniqueNames(sources: readonly ProposedSource[]): readonly ProposedSource[] {
  const used = new Set<string>();
  return sources.map((source) => {
    let { name } = source;
    for (let number = 2; used.has(name); number += 1) name = `${source.name}-${number}`;
    used.add(name);
    return { ...source, name };
  });
}
