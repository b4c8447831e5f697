// Small made-up companies with plain questions on their documents: what is asked, what the answer has to hold, or that nothing answers it.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { z } from "zod";

import { openProject } from "../../src/app/open-project.ts";
import type { Project } from "../../src/app/project/project.ts";
import { indexDocument } from "../../src/library/index/index-document.ts";
import type { Document } from "../../src/spec/document.ts";
import { openSqliteStore } from "../../src/stores/sqlite/open-sqlite-store.ts";
import { createQuickStore, type SearchableStore } from "../ranking/quick-store.ts";
import type { Half } from "./half.ts";

/**
 * The first four were written to choose with. Of the others, every second question was looked at while the answerer was
 * built; the rest was kept back, and none of them was used to train.
 */
export const TO_CHOOSE_WITH = ["clinic", "software", "town", "ferry"] as const;
export const TO_JUDGE_WITH = ["handbook", "pump-yard", "bakery"] as const;

export type CompanyName = (typeof TO_CHOOSE_WITH)[number] | (typeof TO_JUDGE_WITH)[number];

export type PlainQuestion = {
  readonly text: string;
  /** Words that have to stand in a quote, line breaks aside; undefined where the documents do not say. */
  readonly answer: string | undefined;
  /** Words that have to stand there too, where one sentence alone does not answer. */
  readonly also: readonly string[];
  readonly as: readonly string[];
  readonly half: Half;
};

export type Company = AsyncDisposable & {
  readonly name: CompanyName;
  readonly project: Project;
  readonly questions: readonly PlainQuestion[];
};

const LINE = z.strictObject({
  question: z.string(),
  answer: z.string().optional(),
  also: z.array(z.string()).default([]),
  as: z.array(z.string()).optional(),
});
const HERE = import.meta.dirname;

/** Which searches an answer is looked for with: words alone, or vectors too, as is the default of the product. */
export type Searches = "words" | "both";

/** Opens and syncs the company's library in a folder that is removed with it. */
export async function openCompany(name: CompanyName, searches: Searches = "both"): Promise<Company> {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-quoting-"));
  const path = join(folder, "library.sqlite");
  const origin = { kind: "flag", flag: "bench" } as const;
  const overrides = [
    { path: ["library", "path"], value: path, origin },
    { path: ["embedder"], value: searches === "words" ? "none" : "static", origin },
  ];
  const project = await openProject({ ...projectOf(name), overrides });
  await project.sync();
  return {
    name,
    project,
    questions: readQuestions(name),
    [Symbol.asyncDispose]: async () => {
      await project[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function projectOf(name: CompanyName): Parameters<typeof openProject>[0] {
  if (name === "handbook") return { folder: join(HERE, "../../examples/handbook") };
  const access = [{ path: "**", allow: ["public"] }];
  return { folder: join(HERE, "companies"), config: { sources: { docs: { kind: "folder", path: name, access } } } };
}

function readQuestions(name: CompanyName): readonly PlainQuestion[] {
  const lines = readFileSync(join(HERE, "companies", `${name}.jsonl`), "utf8")
    .trim()
    .split("\n");
  const isJudged = TO_JUDGE_WITH.some((judged) => judged === name);
  return lines.map((line, index) => {
    const {
      question: text,
      answer,
      also,
      as = [name === "handbook" ? "group:staff" : "public"],
    } = LINE.parse(JSON.parse(line));
    return { text, answer, also, as, half: isJudged && index % 2 === 1 ? "held-out" : "choose" };
  });
}

/** Whether the quote holds the words, however either is broken into lines. */
export function holds(quote: string, answer: string): boolean {
  return oneLine(quote).includes(oneLine(answer));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

/** For each reader a store with what they may read, without the pages that hold the given words. */
export async function storesOf({
  project,
}: Company): Promise<(as: readonly string[], without?: string) => SearchableStore> {
  await using store = await openSqliteStore({ path: project.settings.libraryPath });
  const documents: Document[] = [];
  for (const [id, { acl }] of await store.manifest()) {
    const document = await store.document(id, acl);
    if (document !== undefined) documents.push(document);
  }
  const filled = documents.map((document) => ({ document, passages: indexDocument(document) }));
  return (as, without) => {
    const readers = new Set(project.principalsOf(as));
    const mayRead = filled.filter(({ document }) => document.acl.some((principal) => readers.has(principal)));
    return createQuickStore(mayRead.filter(({ document }) => without === undefined || !holds(document.text, without)));
  };
}
