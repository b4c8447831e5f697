import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, expect, test } from "vitest";

import { hasHistory, type HistoryName, readHistory } from "../bench/replay/history.ts";
import { judgeReplay } from "../bench/replay/judge-replay.ts";
import { createFolderPlace, createMemoryPlace } from "../bench/replay/page-places.ts";
import { replay } from "../bench/replay/replay.ts";
import { openSqliteStore } from "../src/stores/sqlite/open-sqlite-store.ts";

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

const cases: readonly { name: HistoryName; place: "memory" | "files"; commits: number }[] = [
  { name: "docs-redis", place: "memory", commits: 12 },
  { name: "docs-fastify", place: "memory", commits: 12 },
  { name: "docs-fastify", place: "files", commits: 12 },
];

test.for(cases)(
  "the first $commits commits of $name, from $place, leave the library equal to the history",
  { timeout: 120_000 },
  async ({ name, place, commits }, { skip }) => {
    skip(!hasHistory(name), `the data set ${name} is not there (SCHOOLBOOK_DATA)`);
    const folder = await mkdtemp(join(tmpdir(), "schoolbook-replay-"));
    folders.push(folder);
    await using store = await openSqliteStore({ path: join(folder, "library.sqlite") });
    const pages = place === "files" ? createFolderPlace(join(folder, "pages")) : createMemoryPlace();
    const result = await replay({ history: readHistory(name), place: pages, store, commits, auditEvery: 6 });
    expect(result.commits).toHaveLength(commits);
    expect(judgeReplay(result).filter(({ passed }) => !passed)).toEqual([]);
  },
);
