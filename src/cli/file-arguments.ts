// How commands understand files: what is typed counts from the current folder, what is left out is the project's.
import { existsSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

import { findProject } from "../app/config/find-project.ts";
import { SchoolbookError, toSchoolbookError } from "../core/errors.ts";
import { shownPath } from "./shown-program.ts";

export type NamedFile = {
  /** As it is called in messages. */
  readonly file: string;
  readonly path: string;
};

export type FileArguments = {
  /** A file to read: from the current folder or, where nothing lies there, from the project's. Throws `not_found`. */
  readonly reading: (typed: string) => string;
  /** The same for an argument that may be a name as well: undefined where no such file is. */
  readonly existing: (typed: string) => string | undefined;
  /**
   * A file to write: from the current folder; in the program's own clone, where npm starts it, from a project that lies
   * elsewhere, and then called by its whole path. Throws `usage` for what would leave that project.
   */
  readonly output: (typed: string) => NamedFile;
  /** The path of the same. */
  readonly writing: (typed: string) => string;
  /** A file that nobody named, in the project's folder; without a project in the current one. */
  readonly usual: (name: string) => NamedFile;
  /** The questions to work on: those that were named, else the project's exam. */
  readonly exam: (typed: string | undefined) => NamedFile;
};

/** What the exam of a project is called, where commands are told no other. */
export const EXAM_NAMES = ["exam.yaml", "exam.yml", "exam.jsonl", "exam.csv"] as const;

export const EXAM_ARGUMENT = ["[file]", "file of questions (default: exam.yaml or exam.jsonl of the project)"] as const;

export type FilePlaces = {
  readonly cwd: string;
  /** The folder that `--project` named. */
  readonly project: string | undefined;
  /** The clone that the program was started from, if it was one. */
  readonly clone: string | undefined;
};

export function createFileArguments(places: FilePlaces): FileArguments {
  const { cwd, clone } = places;
  const at = (typed: string): string => resolve(cwd, typed);
  const folder = (): string => projectFolder(places) ?? resolve(cwd);
  const existing = (typed: string): string | undefined => {
    if (existsSync(at(typed))) return at(typed);
    const inside = resolve(folder(), typed);
    return existsSync(inside) ? inside : undefined;
  };
  // why: `npm run` wants to be called in the clone, where nobody means to keep rows of a project that lies elsewhere.
  const isStray = (typed: string): boolean =>
    clone !== undefined && !isAbsolute(typed) && isReallyWithin(at(typed), clone) && !isReallyWithin(folder(), clone);
  const output = (typed: string): NamedFile => {
    if (!isStray(typed)) return { file: typed, path: at(typed) };
    const path = resolve(folder(), typed);
    return isWithin(path, folder()) ? { file: path, path } : strays(typed, { cwd, folder: folder() });
  };
  const reading = (typed: string): string => existing(typed) ?? missing(typed, { cwd, folder: folder() });
  const usual = (name: string): NamedFile => {
    const path = join(folder(), name);
    return { path, file: shownPath(path, resolve(cwd)) };
  };
  return {
    reading,
    existing,
    output,
    writing: (typed) => output(typed).path,
    usual,
    exam: (typed) => {
      if (typed !== undefined) return { path: reading(typed), file: typed };
      // why: a project that is not there is said by its name, not as an exam that another folder lacks.
      if (places.project !== undefined) findProject({ start: cwd, folder: places.project });
      return usual(examIn(folder()));
    },
  };
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}

/** Also where one of them is named through a link. */
function isReallyWithin(path: string, folder: string): boolean {
  return isWithin(realPath(path), realPath(folder));
}

/** Of a file that may not be there yet: the part of its path that is there, without links. */
function realPath(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const parent = dirname(path);
  return parent === path ? path : join(realPath(parent), relative(parent, path));
}

type Places = { readonly cwd: string; readonly folder: string };

function strays(typed: string, { cwd, folder }: Places): never {
  const message = `${typed} would lie in Schoolbook's own folder from ${resolve(cwd)}, and outside the project from ${folder}.`;
  throw new SchoolbookError("usage", message, {
    hint: "Name the file by its whole path, or by one within the project.",
  });
}

/** The one exam that a project's folder holds; which of two is meant, nobody can know. */
function examIn(folder: string): string {
  const [first, second] = EXAM_NAMES.filter((name) => existsSync(join(folder, name)));
  if (first === undefined) {
    throw new SchoolbookError("not_found", `${folder} holds no exam.yaml and no exam.jsonl.`, {
      hint: "Name a file of questions; `schoolbook exam draft` writes them from the documents, `schoolbook exam new` one of each kind to write over.",
    });
  }
  if (second === undefined) return first;
  throw new SchoolbookError("usage", `${folder} holds both ${first} and ${second}.`, { hint: "Name one of them." });
}

function projectFolder({ cwd, project }: Omit<FilePlaces, "clone">): string | undefined {
  try {
    return findProject({ start: cwd, ...(project === undefined ? {} : { folder: project }) }).folder;
  } catch (thrown) {
    if (toSchoolbookError(thrown).code === "config_missing") return undefined;
    throw thrown;
  }
}

function missing(typed: string, { cwd, folder }: Places): never {
  const isOnePlace = relative(resolve(cwd, typed), resolve(folder, typed)) === "";
  const message = isOnePlace
    ? `${resolve(cwd, typed)} cannot be read: it does not exist.`
    : `${typed} is neither in ${resolve(cwd)} nor in the project's folder ${folder}.`;
  throw new SchoolbookError("not_found", message, {
    hint: "A path is looked for from the current folder, then from the project's.",
  });
}
