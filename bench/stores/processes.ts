// `node bench/stores/processes.ts [--n 10000]`: how soon another process sees a commit, and two processes that write at once.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { openSqliteStore } from "../../src/stores/sqlite/open-sqlite-store.ts";
import { buildUpsert } from "../../src/testing/index.ts";
import { percentile } from "./statistics.ts";

const { values } = parseArgs({ options: { n: { type: "string", default: "10000" } } });
const FOLDER = `.bench/stores/processes-${process.pid}`;
const PATH = `${FOLDER}/library.sqlite`;
const DIMS = 384;
const COMMITS = 50;
const LIMIT_MS = 50;

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

function now(): number {
  return performance.timeOrigin + performance.now();
}

async function makeLibrary(size: number): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  await using store = await openSqliteStore({ path: PATH, access: "write" });
  const { id: generation } = await store.createGeneration({
    chunker: "c",
    analyzer: "a",
    embedder: "fake",
    dims: DIMS,
  });
  await store.activateGeneration(generation);
  for (let start = 0; start < size; start += 1000) {
    const upserts = Array.from({ length: 1000 }, (_, n) =>
      buildUpsert(`d${start + n}`, `filler w${n} v${start}`, { dims: DIMS }),
    );
    await store.commit({ generation, upserts });
  }
}

/** A reader that asks without pause for the document expected next, and says when it first found it. */
async function measureVisibility(): Promise<void> {
  const reader = fork(file("visibility-reader.ts"), [PATH, String(DIMS)]);
  await once(reader, "message");
  await using store = await openSqliteStore({ path: PATH, access: "write" });
  const [generation] = await store.generations();
  const delays: number[] = [];
  for (let n = 0; n < COMMITS; n++) {
    const seen = once(reader, "message");
    reader.send(`fresh${n}`);
    await store.commit({
      generation: generation?.id ?? 0,
      upserts: [buildUpsert(`fresh${n}`, `fresh${n}`, { dims: DIMS })],
    });
    const committed = now();
    const [at] = await seen;
    delays.push(Math.max(0, Number(at) - committed));
  }
  reader.kill("SIGKILL");
  const worst = Math.max(...delays);
  const mark = worst <= LIMIT_MS ? "passed" : "MISSED";
  console.log(
    `visible in another process after p50 ${percentile(delays, 0.5).toFixed(1)} ms, p95 ${percentile(delays, 0.95).toFixed(1)} ms, at most ${worst.toFixed(1)} ms (wanted: ≤ ${LIMIT_MS} ms): ${mark}`,
  );
}

async function measureTwoWriters(): Promise<void> {
  const writers = ["left", "right"].map((side) => fork(file("visibility-writer.ts"), [PATH, String(DIMS), side]));
  await Promise.all(writers.map(async (writer) => once(writer, "message")));
  const start = now();
  const results = writers.map(async (writer) => {
    const done = once(writer, "message");
    writer.send("go");
    return Number((await done)[0]);
  });
  const commits = (await Promise.all(results)).reduce((sum, count) => sum + count, 0);
  const elapsed = now() - start;
  for (const writer of writers) writer.disconnect();
  await using store = await openSqliteStore({ path: PATH, access: "read" });
  const documents = [...(await store.manifest()).keys()].filter((id) => /^(left|right)/.test(id)).length;
  const { findings } = await store.audit();
  console.log(
    `two writers: ${commits} of 40 commits, ${documents} of 800 documents, ${elapsed.toFixed(0)} ms, ${findings.length} findings: ${documents === 800 && findings.length === 0 ? "passed" : "MISSED"}`,
  );
}

await makeLibrary(Number(values.n));
await measureVisibility();
await measureTwoWriters();
rmSync(FOLDER, { recursive: true, force: true });
