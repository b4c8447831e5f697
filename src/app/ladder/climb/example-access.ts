// Whom the worked examples of a prompt may be told: made from questions that all may see whom a climb asks for, and remembered beside the prompts.
import { existsSync, readFileSync } from "node:fs";

import { z } from "zod";

import type { Principals } from "../../../spec/access.ts";
import type { Arm, Question } from "../../../spec/exam.ts";
import type { Project } from "../../project/project.ts";
import { climbFolder, type ClimbFolder, climbNames, writeOwn } from "./climb-folder.ts";

/** Only for who holds all of these and may read all of these documents today. */
export const EXAMPLE_ACCESS = z
  .strictObject({ principals: z.array(z.string()).readonly(), sources: z.array(z.string()).readonly() })
  .readonly();

export type ExampleAccess = z.output<typeof EXAMPLE_ACCESS>;

export type OpenQuestion = { readonly question: Question; readonly access: ExampleAccess };

type Asking = {
  readonly development: readonly Question[];
  /** All that the climb asks. */
  readonly asked: readonly Question[];
  readonly as: Principals;
};

/**
 * Development questions that whoever asks one of the climb's questions may see as well: what stands in a prompt is told
 * to all of them. A source that cannot be read makes a question closed, since nobody can say to whom it is open.
 */
export async function openQuestions(
  project: Pick<Project, "principalsOf" | "document" | "examLibrary">,
  { development, asked, as }: Asking,
): Promise<readonly OpenQuestion[]> {
  const own = project.principalsOf(as);
  const askers = new Map(asked.map(({ principals }) => [principals.join("\n"), project.principalsOf(principals)]));
  const readers = [...askers.values()].filter((asker) => asker.every((one) => own.includes(one)));
  const hasLibrary = project.examLibrary({ tellsClosed: false }) !== undefined;
  const open: OpenQuestion[] = [];
  for (const question of development) {
    const { principals } = question;
    if (![own, ...readers].every((reader) => principals.every((one) => reader.includes(one)))) continue;
    const sources: string[] = [];
    const named = hasLibrary ? (question.expected.sources ?? []) : [];
    for (const source of named) {
      const document = await project.document(source, { as });
      const isOpen = readers.every((reader) => document?.acl.some((one) => reader.includes(one)));
      if (document !== undefined && isOpen) sources.push(document.id);
    }
    if (sources.length === named.length) open.push({ question, access: { principals, sources } });
  }
  return open;
}

/** Of all examples of one prompt. */
export function joinAccess(lists: readonly ExampleAccess[]): ExampleAccess {
  return {
    principals: [...new Set(lists.flatMap(({ principals }) => principals))],
    sources: [...new Set(lists.flatMap(({ sources }) => sources))],
  };
}

const FILE = z.strictObject({
  version: z.literal(1),
  /** By the hash of the prompt. */
  prompts: z.record(z.string(), EXAMPLE_ACCESS),
});

type Kept = z.output<typeof FILE>["prompts"];

/** What was known of an earlier prompt stays: its answers are still there. */
export function keepExampleAccess(folder: ClimbFolder, prompts: ReadonlyMap<string, ExampleAccess>): void {
  const kept: Kept = { ...readKept(folder) };
  for (const [hash, access] of prompts) {
    const before = kept[hash];
    kept[hash] = joinAccess(before === undefined ? [access] : [before, access]);
  }
  writeOwn(folder.examples, `${JSON.stringify({ version: 1, prompts: kept }, undefined, 2)}\n`);
}

function readKept({ examples }: ClimbFolder): Kept {
  if (!existsSync(examples)) return {};
  try {
    const read = FILE.safeParse(JSON.parse(readFileSync(examples, "utf8")));
    return read.success ? read.data.prompts : {};
  } catch {
    // why: a file that cannot be read says of no prompt whom it may be told, and so it is told nobody.
    return {};
  }
}

const SHOWS_EXAMPLES = /\.shots-[1-9]\d*\.md$/u;

/** Undefined: the prompt has no examples of a climb. `unsaid`: it has, and nobody wrote down whom they may be told. */
export function exampleAccess(
  project: Pick<Project, "settings">,
  { name, hash }: Arm["template"],
): ExampleAccess | "unsaid" | undefined {
  const found = climbNames(project).flatMap((climb) => readKept(climbFolder(project, climb))[hash] ?? []);
  if (found.length > 0) return joinAccess(found);
  return SHOWS_EXAMPLES.test(name) ? "unsaid" : undefined;
}

/** `mayRead` says of a document whether whoever holds these principals may read it now. */
export function isToldTo(
  { principals, sources }: ExampleAccess,
  reader: Principals,
  mayRead: (id: string) => boolean,
): boolean {
  return principals.every((one) => reader.includes(one)) && sources.every((id) => mayRead(id));
}
