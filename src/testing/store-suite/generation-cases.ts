// Generations: built beside the active one, switched to only when whole, kept for rollback, dropped without a trace.
import assert from "node:assert/strict";

import type { GenerationId, Store } from "../../spec/store.ts";
import { buildPassages, buildUpsert } from "../builders.ts";
import {
  assertCleanAudit,
  assertRefuses,
  assertSeen,
  DIMS,
  documentsOf,
  generationSpec,
  ids,
  libraryOver,
  openLibrary,
  type StoreCase,
} from "./scenario.ts";

/** Indexes everything that is pending in a generation, as a rebuild does. */
async function indexPending(store: Store, generation: GenerationId, dims: number = DIMS): Promise<void> {
  for (const { id, text, textHash } of await store.pendingDocuments(generation, 1000)) {
    await store.commit({ generation, reindexes: [{ id, textHash, passages: buildPassages(text, { dims }) }] });
  }
}

async function states(store: Store): Promise<Record<number, string>> {
  return Object.fromEntries((await store.generations()).map(({ id, state }) => [id, state]));
}

export const GENERATION_CASES: readonly StoreCase[] = [
  {
    name: "a generation is created as building, with what it was made of and a time",
    async check(create) {
      await using store = await create();
      assert.deepEqual(await store.generations(), []);
      const spec = generationSpec("chunks@1", 16);
      const made = await store.createGeneration(spec);
      assert.deepEqual(made, { ...spec, id: made.id, state: "building", createdAt: made.createdAt });
      assert.equal(typeof made.createdAt, "number");
      assert.deepEqual(await store.generations(), [made]);
    },
  },
  {
    name: "without an active generation a search says that there is no library yet",
    async check(create) {
      await using store = await create();
      const library = libraryOver(store, { generation: 1 });
      await assertRefuses(async () => library.ask("anything"), "library_missing");
      await store.createGeneration(generationSpec("chunks@1"));
      await assertRefuses(async () => library.ask("anything"), "library_missing");
    },
  },
  {
    name: "every document is pending in a new generation until it is indexed there",
    async check(create) {
      await using library = await openLibrary(create);
      const { store } = library;
      for (const id of ["a", "b", "c"]) await library.put(id, "shared words", { acl: id === "c" ? [] : ["public"] });
      assert.deepEqual(await store.pendingDocuments(library.generation, 10), []);
      const next = await store.createGeneration(generationSpec("chunks@2"));
      const pending = await store.pendingDocuments(next.id, 10);
      assert.deepEqual(pending.map(({ id }) => id).toSorted(), ["a", "b", "c"]);
      assert.deepEqual(
        pending.find(({ id }) => id === "a"),
        await store.document("a", ["public"]),
      );
      assert.equal((await store.pendingDocuments(next.id, 2)).length, 2);
      assert.deepEqual(await store.pendingDocuments(next.id, 0), []);
      await indexPending(store, next.id);
      assert.deepEqual(await store.pendingDocuments(next.id, 10), []);
      await assertCleanAudit(store);
    },
  },
  {
    name: "a generation with pending documents cannot be switched to, and the old one goes on serving",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared words");
      const next = await library.store.createGeneration(generationSpec("chunks@2"));
      await assertRefuses(async () => library.store.activateGeneration(next.id));
      assert.deepEqual(await states(library.store), { [library.generation]: "active", [next.id]: "building" });
      await assertSeen(library, ["a"]);
    },
  },
  {
    name: "the switch retires the old generation, and the way back is the same",
    async check(create) {
      await using library = await openLibrary(create);
      const { store, generation: old } = library;
      await library.put("a", "shared words\n\nshared more");
      const next = await store.createGeneration(generationSpec("chunks@2"));
      const document = await store.document("a", ["public"]);
      const [first] = buildPassages("shared words", { dims: DIMS });
      assert.ok(document !== undefined && first !== undefined);
      await store.commit({
        generation: next.id,
        reindexes: [{ id: "a", textHash: document.textHash, passages: [first] }],
      });
      assert.deepEqual(ids((await library.ask("shared")).lexical), ["a#0", "a#1"]);
      assert.deepEqual(ids((await library.ask("shared", { generation: next.id })).lexical), ["a#0"]);
      await store.activateGeneration(next.id);
      assert.deepEqual(await states(store), { [old]: "retired", [next.id]: "active" });
      assert.deepEqual(ids((await library.ask("shared")).lexical), ["a#0"]);
      assert.deepEqual(ids((await library.ask("shared", { generation: old })).lexical), ["a#0", "a#1"]);
      await assertCleanAudit(store);
      await store.activateGeneration(old);
      assert.deepEqual(await states(store), { [old]: "active", [next.id]: "retired" });
      assert.deepEqual(ids((await library.ask("shared")).lexical), ["a#0", "a#1"]);
      await assertCleanAudit(store);
    },
  },
  {
    name: "activating the active generation again changes nothing",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared words");
      await library.store.activateGeneration(library.generation);
      assert.deepEqual(await states(library.store), { [library.generation]: "active" });
      await assertSeen(library, ["a"]);
    },
  },
  {
    name: "a changed text is pending in every other generation and cannot be found there by its old words",
    async check(create) {
      await using library = await openLibrary(create);
      const { store } = library;
      await library.put("a", "shared old");
      await library.put("b", "shared kept");
      const next = await store.createGeneration(generationSpec("chunks@2"));
      await indexPending(store, next.id);
      await library.put("a", "shared new");
      assert.deepEqual(
        (await store.pendingDocuments(next.id, 10)).map(({ id }) => id),
        ["a"],
      );
      assert.deepEqual(documentsOf((await library.ask("shared", { generation: next.id })).dense), ["b"]);
      assert.deepEqual(ids((await library.ask("old", { generation: next.id })).lexical), []);
      await assertRefuses(async () => store.activateGeneration(next.id));
      await indexPending(store, next.id);
      await store.activateGeneration(next.id);
      await assertSeen(library, ["a", "b"]);
      await assertCleanAudit(store);
    },
  },
  {
    name: "a text that is put again unchanged, or only touched, is not pending anywhere",
    async check(create) {
      await using library = await openLibrary(create);
      const { store } = library;
      await library.put("a", "shared words");
      const next = await store.createGeneration(generationSpec("chunks@2"));
      await indexPending(store, next.id);
      await library.put("a", "shared words", { uri: "moved.txt" });
      await library.commit({ touches: [{ id: "a", fingerprint: "f2", metadata: { year: 1 } }] });
      assert.deepEqual(await store.pendingDocuments(next.id, 10), []);
      await assertSeen(library, ["a"], { generation: next.id });
      await assertCleanAudit(store);
    },
  },
  {
    name: "a deleted document leaves every generation, a new one is pending in the others",
    async check(create) {
      await using library = await openLibrary(create);
      const { store } = library;
      await library.put("a", "shared words");
      const next = await store.createGeneration(generationSpec("chunks@2"));
      await indexPending(store, next.id);
      const [hit] = (await library.ask("shared", { generation: next.id })).lexical;
      await library.commit({ deletes: ["a"], upserts: [buildUpsert("b", "shared others", { dims: DIMS })] });
      assert.deepEqual(ids((await library.ask("shared", { generation: next.id })).dense), []);
      assert.deepEqual(await store.passages([hit?.key ?? -1], ["public"]), []);
      assert.deepEqual(
        (await store.pendingDocuments(next.id, 10)).map(({ id }) => id),
        ["b"],
      );
      await assertCleanAudit(store);
    },
  },
  {
    name: "a dropped generation is gone with its passages and vectors; the active one cannot be dropped",
    async check(create) {
      await using library = await openLibrary(create);
      const { store } = library;
      await library.put("a", "shared words");
      const before = await store.stats();
      const next = await store.createGeneration(generationSpec("chunks@2"));
      await indexPending(store, next.id);
      const [hit] = (await library.ask("shared", { generation: next.id })).lexical;
      assert.equal((await store.stats()).passages, before.passages, "stats are those of the active generation");
      await assertRefuses(async () => store.dropGeneration(library.generation));
      await store.dropGeneration(next.id);
      assert.deepEqual(await states(store), { [library.generation]: "active" });
      assert.deepEqual(await store.passages([hit?.key ?? -1], ["public"]), []);
      await assertRefuses(async () => library.ask("shared", { generation: next.id }));
      await assertRefuses(async () => store.commit({ generation: next.id }));
      const { passages, vectors } = await store.stats();
      assert.deepEqual({ passages, vectors }, { passages: before.passages, vectors: before.vectors });
      await assertSeen(library, ["a"]);
      await assertCleanAudit(store);
    },
  },
  {
    name: "generations that do not exist are refused by name",
    async check(create) {
      await using library = await openLibrary(create);
      const { store } = library;
      await assertRefuses(async () => library.ask("shared", { generation: 999 }));
      await assertRefuses(async () => store.pendingDocuments(999, 1));
      await assertRefuses(async () => store.activateGeneration(999));
      await assertRefuses(async () => store.dropGeneration(999));
      await assertRefuses(async () => store.commit({ generation: 999 }));
      assert.deepEqual(await states(store), { [library.generation]: "active" });
    },
  },
  {
    name: "generations may differ in dimensions or have no vectors at all",
    async check(create) {
      await using library = await openLibrary(create);
      const { store } = library;
      await library.put("a", "shared words");
      const lexical = await store.createGeneration(generationSpec("chunks@1", 0));
      const wide = await store.createGeneration(generationSpec("chunks@1", 2 * DIMS));
      await indexPending(store, lexical.id, 0);
      await indexPending(store, wide.id, 2 * DIMS);
      await store.activateGeneration(lexical.id);
      const plain = await libraryOver(store, { generation: lexical.id, dims: 0 }).ask("shared");
      assert.deepEqual([ids(plain.lexical), ids(plain.dense)], [["a#0"], []]);
      await store.activateGeneration(wide.id);
      const rich = await libraryOver(store, { generation: wide.id, dims: 2 * DIMS }).ask("shared words");
      assert.ok((rich.dense[0]?.score ?? 0) > 0.999);
      await assertRefuses(async () => library.ask("shared", { generation: wide.id }));
      await assertCleanAudit(store);
    },
  },
  {
    name: "vectors are known per generation",
    async check(create) {
      await using library = await openLibrary(create);
      const { store } = library;
      await library.put("a", "shared words");
      const hashes = buildPassages("shared words").map(({ hash }) => hash);
      const next = await store.createGeneration(generationSpec("chunks@2"));
      assert.deepEqual(await store.knownVectors(hashes, next.id), new Set());
      await indexPending(store, next.id);
      assert.deepEqual(await store.knownVectors([...hashes, "unknown"], next.id), new Set(hashes));
      assert.deepEqual(await store.knownVectors([], next.id), new Set());
    },
  },
  {
    name: "a repair makes documents with findings pending, and indexing them again mends it",
    async check(create) {
      await using library = await openLibrary(create);
      const { store, generation } = library;
      await library.put("a", "shared words");
      await library.put("b", "shared words");
      const { checked } = await store.audit();
      const finding = { kind: "postings", message: "planted", documentId: "a", generation } as const;
      await store.repair({ findings: [finding], checked });
      assert.deepEqual(
        (await store.pendingDocuments(generation, 10)).map(({ id }) => id),
        ["a"],
      );
      await indexPending(store, generation);
      await assertSeen(library, ["a", "b"]);
      await assertCleanAudit(store);
    },
  },
  {
    name: "a repair without findings changes nothing",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared words");
      const before = await library.ask("shared");
      await library.store.repair(await library.store.audit());
      assert.deepEqual(await library.ask("shared"), before);
      assert.deepEqual(await library.store.pendingDocuments(library.generation, 10), []);
    },
  },
];
