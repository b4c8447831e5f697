// A documentation site's real history: its pages at first, then what each commit did to them.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";

import { z } from "zod";

const FOLDER = resolve(process.env["SCHOOLBOOK_DATA"] ?? join(import.meta.dirname, "../../../shared/data"));

const PAGE = z.object({ path: z.string(), text: z.string() });

const CHANGE = z.discriminatedUnion("op", [
  z.object({ op: z.literal("add"), path: z.string(), text: z.string() }),
  z.object({ op: z.literal("modify"), path: z.string(), text: z.string() }),
  z.object({ op: z.literal("rename"), path: z.string(), from: z.string(), text: z.string() }),
  z.object({ op: z.literal("delete"), path: z.string() }),
]);

const COMMIT = z.object({ commit: z.string(), changes: z.array(CHANGE) });
const MANIFEST = z.object({ files: z.record(z.string(), z.string()) });

export type PageChange = z.output<typeof CHANGE>;
export type PageCommit = z.output<typeof COMMIT>;

/** Texts by path. */
export type Pages = ReadonlyMap<string, string>;

export type History = {
  readonly base: Pages;
  readonly commits: readonly PageCommit[];
  /** SHA-256 by path after the last commit, as its publisher computed them. */
  readonly head: ReadonlyMap<string, string>;
};

export type HistoryName = "docs-redis" | "docs-fastify";

export function hasHistory(name: HistoryName): boolean {
  return existsSync(join(FOLDER, name, "history.jsonl.gz"));
}

export function readHistory(name: HistoryName): History {
  const base = readLines(join(FOLDER, name, "base.jsonl.gz"), PAGE);
  const head = MANIFEST.parse(JSON.parse(readFileSync(join(FOLDER, name, "head.manifest.json"), "utf8")));
  return {
    base: new Map(base.map(({ path, text }) => [path, text])),
    commits: readLines(join(FOLDER, name, "history.jsonl.gz"), COMMIT),
    head: new Map(Object.entries(head.files)),
  };
}

function readLines<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema>[] {
  const lines = gunzipSync(readFileSync(path)).toString("utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => schema.parse(JSON.parse(line)));
}

/** The pages after a commit. */
export function applyCommit(pages: Pages, { changes }: PageCommit): Pages {
  const next = new Map(pages);
  // why: within one commit a page may move to where another has just moved away from, so all removals come first.
  for (const change of changes) if (change.op !== "add" && change.op !== "modify") next.delete(removedPath(change));
  for (const change of changes) if (change.op !== "delete") next.set(change.path, change.text);
  return next;
}

/** The path that a deletion or a rename leaves. */
export function removedPath(change: Extract<PageChange, { op: "delete" | "rename" }>): string {
  return change.op === "delete" ? change.path : change.from;
}

/** Renames that left the text as it was. */
export function pureRenames(pages: Pages, { changes }: PageCommit): number {
  return changes.filter((change) => change.op === "rename" && pages.get(change.from) === change.text).length;
}
