// The process that is killed: `node child.ts SCENARIO FOLDER SEED`. It works without end and says each finished piece of work on a pipe.
import { existsSync, writeSync } from "node:fs";
import { join } from "node:path";

import { rebuildLibrary } from "../../src/library/rebuild/rebuild-library.ts";
import { verifyLibrary } from "../../src/library/verify/verify-library.ts";
import type { Generation, Store } from "../../src/spec/store.ts";
import { importSqliteLibrary } from "../../src/stores/sqlite/import-library.ts";
import { openSqliteStore } from "../../src/stores/sqlite/open-sqlite-store.ts";
import { damage } from "./damage.ts";
import { EMBEDDER, indexerFor, otherChunker } from "./rebuild-settings.ts";
import { ARCHIVE, changeOf, PARAGRAPHS, SOURCE } from "./workload.ts";

/** One finished piece of work; whatever is said here must survive the kill. */
export type Ack =
  | { readonly kind: "ready" }
  | { readonly kind: "step"; readonly step: number; readonly sequence: number }
  | { readonly kind: "activated"; readonly generation: number }
  | { readonly kind: "repaired" }
  | { readonly kind: "exported"; readonly file: string; readonly step: number }
  | { readonly kind: "imported"; readonly step: number };

const [scenario = "", folder = "", seedText = "1"] = process.argv.slice(2);
const path = join(folder, "library.sqlite");
const seed = Number(seedText);

function say(ack: Ack): void {
  writeSync(1, `${JSON.stringify(ack)}\n`);
}

/** The active generation, made first where there is none. */
async function activeGeneration(store: Store): Promise<Generation> {
  const generations = await store.generations();
  const active = generations.find(({ state }) => state === "active");
  if (active !== undefined) return active;
  const made = generations[0] ?? (await store.createGeneration(PARAGRAPHS));
  await store.activateGeneration(made.id);
  return made;
}

async function nextStep(store: Store): Promise<number> {
  return Number((await store.sourceState(SOURCE)) ?? 0) + 1;
}

async function step(store: Store): Promise<number> {
  const n = await nextStep(store);
  const { sequence } = await store.commit(changeOf(seed, n, await activeGeneration(store)));
  say({ kind: "step", step: n, sequence });
  return n;
}

const WORK: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  sync: async (store) => {
    await step(store);
  },
  rebuild: async (store) => {
    await step(store);
    const { chunker } = await activeGeneration(store);
    const rebuilt = await rebuildLibrary({ store, indexer: indexerFor(otherChunker(chunker)), embedder: EMBEDDER });
    say({ kind: "activated", generation: rebuilt.generation.id });
  },
  repair: async (store) => {
    await step(store);
    const { chunker } = await activeGeneration(store);
    damage(path, await nextStep(store));
    await verifyLibrary({ store, indexer: indexerFor(chunker), embedder: EMBEDDER, repair: true });
    say({ kind: "repaired" });
  },
  export: async (store) => {
    const n = await step(store);
    const file = join(folder, `copy-${n}.sqlite`);
    if (existsSync(file)) return;
    await store.exportTo(file);
    say({ kind: "exported", file, step: n });
  },
  import: async (store) => {
    const archive = join(folder, ARCHIVE);
    if (!existsSync(archive)) await store.exportTo(archive);
    for (let n = 0; n < 3; n++) await step(store);
    await importSqliteLibrary(archive, path);
    say({ kind: "imported", step: (await nextStep(store)) - 1 });
  },
};

const store = await openSqliteStore({ path, access: "write" });
await activeGeneration(store);
say({ kind: "ready" });
for (;;) await WORK[scenario]?.(store);
