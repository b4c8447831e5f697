// Where a climb keeps what it has done: its registration, the prompts that it tried, its adapters, its report.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { writeFailure } from "../../../core/write-failure.ts";
import type { Project } from "../../project/project.ts";

export type ClimbFolder = {
  readonly path: string;
  readonly registration: string;
  readonly report: string;
  /** Whom the worked examples of its prompts may be told. */
  readonly examples: string;
  readonly prompt: (name: string) => string;
  readonly school: (lesson: string) => string;
};

/** Beside the library and its exams, and as little for others' eyes. */
export function climbFolder({ settings }: Pick<Project, "settings">, name: string): ClimbFolder {
  const path = join(dirname(settings.libraryPath), "climbs", name);
  return {
    path,
    registration: join(path, "registration.json"),
    report: join(path, "report.json"),
    examples: join(path, "examples.json"),
    prompt: (prompt) => join(path, "prompts", `${prompt}.md`),
    school: (lesson) => join(path, `school-${lesson}`),
  };
}

/** Of all that were begun. */
export function climbNames({ settings }: Pick<Project, "settings">): readonly string[] {
  const path = join(dirname(settings.libraryPath), "climbs");
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

export function writeOwn(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, text, { mode: 0o600 });
  } catch (cause) {
    throw writeFailure(cause, { path });
  }
}
