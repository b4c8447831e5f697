// Writes the files of a new project.
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import { writeFailure } from "../../core/write-failure.ts";
import type { Principals } from "../../spec/access.ts";
import { projectIn } from "../config/find-project.ts";
import { EXAM_FILES } from "./first-exam.ts";
import type { InitProposal } from "./inspect-folder.ts";
import { renderConfig } from "./render-config.ts";

export type InitOptions = {
  readonly folder: string;
  readonly proposal: InitProposal;
  /** Who may read every document; empty: nobody, unless documents say so themselves. */
  readonly allow: Principals;
  /** Writes over an existing configuration. */
  readonly force: boolean;
  /** What an earlier try wrote before it was cut short is as good as written now, as long as there is no exam yet. */
  readonly goesOn: boolean;
};

export type InitReport = {
  readonly folder: string;
  /** Files written or added to, relative to the folder. */
  readonly files: readonly string[];
};

const IGNORED = ".schoolbook/";

export function initProject({ folder, proposal, allow, force, goesOn }: InitOptions): InitReport {
  const existing = projectIn(folder);
  const file = join(folder, "schoolbook.config.ts");
  const text = renderConfig({ sources: proposal.sources, allow });
  const isCutShort = goesOn && existing?.configFile === file && !hasExam(folder) && readFileSync(file, "utf8") === text;
  if (existing !== undefined && !isCutShort && !(force && existing.configFile === file)) {
    throw new SchoolbookError("input_invalid", `${existing.configFile} is there already; nothing was written.`, {
      hint: "Edit it by hand, or write over a schoolbook.config.ts with --force; `schoolbook library sync` and `schoolbook exam draft` go on from it.",
    });
  }
  try {
    writeFileSync(`${file}.part`, text, { flush: true });
    renameSync(`${file}.part`, file);
    return { folder, files: ["schoolbook.config.ts", ...(proposal.isGit ? ignoreLibrary(folder) : [])] };
  } catch (cause) {
    throw writeFailure(cause, { path: folder });
  }
}

function hasExam(folder: string): boolean {
  return EXAM_FILES.some((name) => existsSync(join(folder, name)));
}

/** The library holds every document whoever may read it, so it must not end up in the repository. */
function ignoreLibrary(folder: string): readonly string[] {
  const file = join(folder, ".gitignore");
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (before.split(/\r?\n/u).some((entry) => /^\/?\.schoolbook\/?$/u.test(entry.trim()))) return [];
  appendFileSync(file, `${before === "" || before.endsWith("\n") ? "" : "\n"}${IGNORED}\n`);
  return [".gitignore"];
}
