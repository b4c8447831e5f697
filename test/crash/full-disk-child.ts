// Runs on a small disk of its own: `node full-disk-child.ts FOLDER`. Fills it up, and prints as JSON what the store said and what it still held.
import { writeSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";

import { SchoolbookError } from "../../src/core/errors.ts";
import type { Generation, Store } from "../../src/spec/store.ts";
import { openSqliteStore } from "../../src/stores/sqlite/open-sqlite-store.ts";
import { checkLibrary } from "./check-library.ts";
import { afterStep, changeOf, type Model, PARAGRAPHS } from "./workload.ts";

export type FullDiskReport = {
  readonly commitsBefore: number;
  /** What each thing tried on the full disk said. */
  readonly codes: Readonly<Record<string, string>>;
  readonly wholeWhileFull: boolean;
  readonly commitsAfter: number;
};

const folder = process.argv[2] ?? "";
const filler = join(folder, "filler");
const path = join(folder, "library.sqlite");

/** Takes all space but so many bytes. */
async function fillDisk(leaveBytes: number): Promise<void> {
  const file = await open(filler, "a");
  try {
    for (const size of [65_536, 4096]) await writeUntilFull(file, size);
    const { size } = await file.stat();
    await file.truncate(Math.max(0, size - leaveBytes));
  } finally {
    await file.close();
  }
}

async function writeUntilFull(file: Awaited<ReturnType<typeof open>>, size: number): Promise<void> {
  for (;;) {
    const { bytesWritten } = await file.write(Buffer.alloc(size, 1)).catch(isFull);
    if (bytesWritten < size) return;
  }
}

function isFull(error: unknown): { readonly bytesWritten: number } {
  if (error instanceof Error && "code" in error && error.code === "ENOSPC") return { bytesWritten: 0 };
  throw error;
}

async function codeOf(work: () => Promise<unknown>): Promise<string> {
  return work().then(
    () => "done",
    (error: unknown) => (error instanceof SchoolbookError ? error.code : `not ours: ${String(error)}`),
  );
}

type Progress = { model: Model; step: number };

async function commitUntilRefused(store: Store, generation: Generation, progress: Progress): Promise<string> {
  for (;;) {
    const code = await codeOf(async () => store.commit(changeOf(1, progress.step + 1, generation)));
    if (code !== "done" || progress.step > 5000) return code;
    progress.step += 1;
    progress.model = afterStep(progress.model, 1, progress.step);
  }
}

async function prepare(): Promise<{
  readonly store: Store;
  readonly generation: Generation;
  readonly progress: Progress;
}> {
  const store = await openSqliteStore({ path, access: "write" });
  const generation = await store.createGeneration(PARAGRAPHS);
  await store.activateGeneration(generation.id);
  const progress: Progress = { model: new Map(), step: 0 };
  for (; progress.step < 5;) {
    await store.commit(changeOf(1, progress.step + 1, generation));
    progress.step += 1;
    progress.model = afterStep(progress.model, 1, progress.step);
  }
  return { store, generation, progress };
}

async function run(): Promise<FullDiskReport> {
  const { store, generation, progress } = await prepare();
  const commitsBefore = progress.step;
  await fillDisk(64 * 1024);
  const codes: Record<string, string> = {};
  codes["commit"] = await commitUntilRefused(store, generation, progress);
  codes["commit again"] = await codeOf(async () => store.commit(changeOf(1, progress.step + 1, generation)));
  codes["create generation"] = await codeOf(async () => fillWithGenerations(store));
  codes["export"] = await codeOf(async () => store.exportTo(join(folder, "copy.sqlite")));
  await checkLibrary(store, progress.model);
  await store[Symbol.asyncDispose]();
  await rm(filler);
  await using again = await openSqliteStore({ path, access: "write" });
  await checkLibrary(again, progress.model);
  for (let n = 0; n < 5; n++) {
    progress.step += 1;
    await again.commit(changeOf(1, progress.step, generation));
    progress.model = afterStep(progress.model, 1, progress.step);
  }
  await checkLibrary(again, progress.model);
  return { commitsBefore, codes, wholeWhileFull: true, commitsAfter: 5 };
}

/** New generations take a little space each; a full disk has to refuse one of them. */
async function fillWithGenerations(store: Store): Promise<void> {
  for (let n = 0; n < 500; n++) {
    const { id } = await store.createGeneration({ ...PARAGRAPHS, chunker: `${"x".repeat(20_000)}@${n}` });
    await store.dropGeneration(id);
  }
}

writeSync(1, JSON.stringify(await run()));
