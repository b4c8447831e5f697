// `node bench/replay/run.ts [--set docs-redis|docs-fastify] [--commits N] [--every N] [--pad 10] [--folder]`: replays real
// documentation histories into a library and holds it against them after every commit.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { openSqliteStore } from "../../src/stores/sqlite/open-sqlite-store.ts";
import { hasHistory, type HistoryName, type Pages, readHistory } from "./history.ts";
import { judgeFlatness, judgeReplay, timingOf, type Verdict } from "./judge-replay.ts";
import { createFolderPlace, createMemoryPlace } from "./page-places.ts";
import { replay, type ReplayResult } from "./replay.ts";

const { values } = parseArgs({
  options: {
    set: { type: "string", multiple: true, default: ["docs-redis", "docs-fastify"] },
    commits: { type: "string" },
    every: { type: "string", default: "1" },
    /** How many times the pages the large library has; 1 leaves the comparison out. */
    pad: { type: "string", default: "10" },
    /** Only the replay through a real folder. */
    folder: { type: "boolean", default: false },
  },
});

const NAMES: readonly HistoryName[] = ["docs-redis", "docs-fastify"];
const pad = Number(values.pad);

type Run = { readonly place: "memory" | "folder"; readonly padding?: Pages; readonly auditEvery: number };

async function runOnce(name: HistoryName, { place, padding, auditEvery }: Run): Promise<ReplayResult> {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-replay-"));
  try {
    await using store = await openSqliteStore({ path: join(folder, "library.sqlite") });
    return await replay({
      history: readHistory(name),
      place: place === "memory" ? createMemoryPlace() : createFolderPlace(join(folder, "pages")),
      store,
      auditEvery,
      ...(values.commits === undefined ? {} : { commits: Number(values.commits) }),
      ...(padding === undefined ? {} : { padding }),
      onCommit: showProgress,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function showProgress(done: number, total: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total} commits${done === total ? "\r\u001b[K" : ""}`);
}

/** The same pages under other names and with other words, so that no passage is shared. */
function copies(pages: Pages, count: number): Pages {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return new Map(
    numbers.flatMap((number) =>
      [...pages].map(([path, text]): [string, string] => [
        `copy-${number}/${path}`,
        text.replaceAll(/\b(?:the|a|is|to|of)\b/gu, (word) => `${word}${number}`),
      ]),
    ),
  );
}

function report(title: string, result: ReplayResult, verdicts: readonly Verdict[]): void {
  const { firstSyncMs, commits, passages } = result;
  const { medianMs, p95Ms, listingMs, changeMs, firstTenthMs, lastTenthMs, slopeMsPer100Pages } = timingOf(commits);
  const [first, last] = [commits[0], commits.at(-1)];
  console.log(
    `\n${title}: ${commits.length} commits, ${first?.pages} → ${last?.pages} pages, ${passages} passages at the end`,
  );
  console.log(
    `  first sync ${(firstSyncMs / 1000).toFixed(2)} s; per commit median ${medianMs.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)} ms; of it looking for changes ${listingMs.toFixed(1)} ms, the change ${changeMs.toFixed(1)} ms`,
  );
  console.log(
    `  the change, per page: first tenth ${firstTenthMs.toFixed(1)} ms, last tenth ${lastTenthMs.toFixed(1)} ms, ${slopeMsPer100Pages?.toFixed(2) ?? "no"} ms more per 100 pages`,
  );
  for (const { name, figure, passed } of verdicts) {
    console.log(`  ${passed ? "pass" : "FAIL"}  ${name.padEnd(48)} ${figure}`);
    if (!passed) process.exitCode = 1;
  }
  for (const { commit, wrongDocuments, findings = [] } of commits) {
    const trouble = [...wrongDocuments, ...findings];
    if (trouble.length > 0) console.log(`        ${commit.slice(0, 10)} ${trouble.slice(0, 3).join("; ")}`);
  }
}

async function runSet(name: HistoryName): Promise<void> {
  if (!hasHistory(name)) return console.log(`skipped ${name}: the data set is not there (SCHOOLBOOK_DATA)`);
  const auditEvery = Number(values.every);
  if (!values.folder) {
    const small = await runOnce(name, { place: "memory", auditEvery });
    report(`${name} in memory`, small, judgeReplay(small));
    if (pad > 1) {
      const padding = copies(readHistory(name).base, pad - 1);
      const large = await runOnce(name, { place: "memory", auditEvery: 1_000_000, padding });
      report(`${name} among ${pad} × the pages`, large, [...judgeReplay(large), ...judgeFlatness(small, large, pad)]);
    }
  }
  const files = await runOnce(name, { place: "folder", auditEvery });
  report(`${name} as files`, files, judgeReplay(files));
}

for (const name of NAMES.filter((known) => values.set.includes(known))) await runSet(name);
