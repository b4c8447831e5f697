// A disk that is full, cannot be written to or loses a part of a file: a clear error, the old state whole, and work goes on once there is room.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, expect, test } from "vitest";

import { openSqliteStore } from "../../src/stores/sqlite/open-sqlite-store.ts";
import { checkLibrary } from "./check-library.ts";
import { namespaceCommand, onSmallDisk } from "./small-disk.ts";
import { afterStep, changeOf, PARAGRAPHS } from "./workload.ts";

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const namespace = namespaceCommand();
const noNamespace = "mounting a small disk is not permitted here";
const isRoot = process.getuid?.() === 0;

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "storage-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test(
  "a full disk: storage_full, nothing lost, and the next commit works once there is room",
  { timeout: 90_000 },
  async ({ skip }) => {
    skip(namespace === undefined, noNamespace);
    const out = await onSmallDisk({
      namespace,
      folder,
      megabytes: 8,
      script: `"$NODE" "${script("full-disk-child.ts")}" "$DISK"`,
    });
    expect(JSON.parse(out)).toEqual({
      commitsBefore: 5,
      codes: {
        commit: "storage_full",
        "commit again": "storage_full",
        "create generation": "storage_full",
        export: "storage_full",
      },
      wholeWhileFull: true,
      commitsAfter: 5,
    });
  },
);

test(
  "a disk mounted read-only: storage_readonly for writers, readers are served",
  { timeout: 60_000 },
  async ({ skip }) => {
    skip(namespace === undefined, noNamespace);
    const make = `"$NODE" "${script("make-library.ts")}" "$DISK/library.sqlite"`;
    const look = `"$NODE" "${script("read-only-child.ts")}" "$DISK/library.sqlite"`;
    const out = await onSmallDisk({
      namespace,
      folder,
      megabytes: 16,
      script: `${make}; mount -o remount,ro "$DISK"; ${look}`,
    });
    expect(JSON.parse(out)).toEqual({ write: "storage_readonly", read: "done", create: "storage_readonly" });
  },
);

test(
  "a folder without the right to write: storage_readonly, and the library is as before",
  { timeout: 60_000 },
  async () => {
    const home = await mkdtemp(join(folder, "locked-"));
    const path = join(home, "library.sqlite");
    const { generation, model } = await makeLibrary(path);
    await chmod(path, 0o444);
    await chmod(home, 0o555);
    await chmod(folder, 0o755);
    try {
      expect(await lookAsSomebodyElse(path)).toEqual({
        write: "storage_readonly",
        read: "done",
        create: "storage_readonly",
      });
    } finally {
      await chmod(home, 0o755);
      await chmod(path, 0o644);
    }
    await using store = await openSqliteStore({ path, access: "write" });
    await checkLibrary(store, model);
    await store.commit(changeOf(1, 4, generation));
    await checkLibrary(store, afterStep(model, 1, 4));
  },
);

test("a file cut short beneath an open store: library_damaged, never the end of the process", async () => {
  const home = await mkdtemp(join(folder, "cut-"));
  const out = await reportOf("cut-short-child.ts", join(home, "library.sqlite"));
  expect(out).toEqual({ passages: "library_damaged", audit: "library_damaged" });
});

async function makeLibrary(path: string) {
  await using store = await openSqliteStore({ path, access: "write" });
  const generation = await store.createGeneration(PARAGRAPHS);
  await store.activateGeneration(generation.id);
  let model: Parameters<typeof afterStep>[0] = new Map();
  for (const n of [1, 2, 3]) {
    await store.commit(changeOf(1, n, generation));
    model = afterStep(model, 1, n);
  }
  return { generation, model };
}

/** File permissions do not bind root, so as root the look is taken by `nobody`. */
async function lookAsSomebodyElse(path: string): Promise<unknown> {
  return reportOf("read-only-child.ts", path, isRoot ? { uid: 65_534, gid: 65_534 } : {});
}

async function reportOf(child: string, path: string, options: { uid?: number; gid?: number } = {}): Promise<unknown> {
  const running = spawn(process.execPath, [script(child), path], { stdio: ["ignore", "pipe", "inherit"], ...options });
  const [out] = await Promise.all([text(running.stdout), once(running, "close")]);
  return JSON.parse(out);
}
