// All or nothing, and vectors that are shared by hash: written once, kept as long as a passage needs them.
import assert from "node:assert/strict";

import type { DocumentUpsert, LibraryChange } from "../../spec/store.ts";
import { buildPassages, buildUpsert } from "../builders.ts";
import {
  assertCleanAudit,
  assertRefuses,
  assertSeen,
  DIMS,
  ids,
  type Library,
  openLibrary,
  type StoreCase,
  withoutVectors,
} from "./scenario.ts";

/** A change that would do a bit of everything, ruined by one bad upsert at its end. */
async function assertNothingOf(library: Library, bad: DocumentUpsert, generation?: number): Promise<void> {
  await library.commit({
    upserts: [buildUpsert("a", "shared old", { dims: DIMS }), buildUpsert("b", "shared kept", { dims: DIMS })],
    sourceStates: new Map([["test", "rev 1"]]),
  });
  const sequence = await library.commit({});
  const change: LibraryChange = {
    generation: generation ?? library.generation,
    upserts: [buildUpsert("a", "shared new", { dims: DIMS }), buildUpsert("c", "shared more", { dims: DIMS }), bad],
    touches: [{ id: "b", acl: [] }],
    deletes: ["b"],
    sourceStates: new Map([["test", "rev 2"]]),
  };
  await assertRefuses(async () => library.store.commit(change));
  await assertSeen(library, ["a", "b"]);
  assert.deepEqual(ids((await library.ask("new more")).lexical), []);
  assert.deepEqual(ids((await library.ask("old")).lexical), ["a#0"]);
  assert.equal(await library.store.sourceState("test"), "rev 1");
  await assertCleanAudit(library.store);
  assert.equal(await library.commit({}), sequence + 1, "a refused change uses up no sequence number");
}

const good = buildUpsert("bad", "unheard of", { dims: DIMS });

export const ATOMICITY_CASES: readonly StoreCase[] = [
  {
    name: "a change with a missing vector leaves nothing behind",
    async check(create) {
      await using library = await openLibrary(create);
      await assertNothingOf(library, withoutVectors(good));
    },
  },
  {
    name: "a change with a vector of the wrong length leaves nothing behind",
    async check(create) {
      await using library = await openLibrary(create);
      await assertNothingOf(library, buildUpsert("bad", "unheard of", { dims: DIMS + 1 }));
    },
  },
  {
    name: "a change with a vector that holds NaN or infinity leaves nothing behind",
    async check(create) {
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
        await using library = await openLibrary(create);
        const vector = new Float32Array(DIMS).fill(value);
        await assertNothingOf(library, { ...good, passages: good.passages.map((passage) => ({ ...passage, vector })) });
      }
    },
  },
  {
    name: "a change for a generation that does not exist leaves nothing behind",
    async check(create) {
      await using library = await openLibrary(create);
      await assertNothingOf(library, good, 999);
    },
  },
  {
    name: "a rename needs no vectors: the old name's serve the new one in the same change",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("old", "shared apples\n\nshared pears");
      const before = await library.ask("apples");
      const renamed = withoutVectors(buildUpsert("new", "shared apples\n\nshared pears"));
      await library.commit({ deletes: ["old"], upserts: [renamed] });
      const after = await library.ask("apples");
      assert.deepEqual(ids(after.dense), ["new#0", "new#1"]);
      assert.deepEqual(
        after.dense.map(({ score }) => score),
        before.dense.map(({ score }) => score),
      );
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "a vector may be left out when another document or the same change has it",
    async check(create) {
      await using library = await openLibrary(create);
      const copies = ["b", "c"].map((id) => withoutVectors(buildUpsert(id, "shared apples")));
      await library.put("a", "shared apples");
      await library.commit({ upserts: copies });
      await library.commit({
        upserts: [buildUpsert("d", "shared pears", { dims: DIMS }), withoutVectors(buildUpsert("e", "shared pears"))],
      });
      await assertSeen(library, ["a", "b", "c", "d", "e"]);
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "a shared vector outlives the document that brought it",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared apples");
      await library.put("b", "shared apples");
      await library.commit({ deletes: ["a"] });
      await assertSeen(library, ["b"]);
      await library.commit({ upserts: [withoutVectors(buildUpsert("c", "shared apples"))] });
      await assertSeen(library, ["b", "c"]);
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "an edit that keeps a paragraph keeps its vector",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared kept\n\nshared old");
      const [kept, fresh] = buildPassages("shared kept\n\nshared new", { dims: DIMS });
      assert.ok(kept !== undefined && fresh !== undefined);
      const known = await library.store.knownVectors([kept.hash, fresh.hash], library.generation);
      assert.deepEqual(known, new Set([kept.hash]));
      const { document } = buildUpsert("a", "shared kept\n\nshared new");
      const { vector: _, ...bare } = kept;
      await library.commit({ upserts: [{ document, passages: [bare, fresh] }] });
      assert.deepEqual(ids((await library.ask("shared kept")).dense), ["a#0", "a#1"]);
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "a vector that no passage uses any more is forgotten",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared apples");
      await library.commit({ deletes: ["a"] });
      await assertRefuses(async () => library.commit({ upserts: [withoutVectors(buildUpsert("b", "shared apples"))] }));
      assert.equal((await library.store.manifest()).size, 0);
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "what is changed in the caller's hands after a commit does not change the store",
    async check(create) {
      await using library = await openLibrary(create);
      const vector = new Float32Array(DIMS);
      vector[0] = 1;
      const terms = new Map([["shared", 1]]);
      const tags = ["kept"];
      const { document, passages } = buildUpsert("a", "shared", { metadata: { tags } });
      const changing = passages.map((passage) => ({ ...passage, vector, terms }));
      await library.commit({ upserts: [{ document, passages: changing }] });
      vector.fill(0);
      terms.set("other", 5);
      tags.push("slipped in");
      const { lexical, dense } = await library.ask("other", {
        vector: Float32Array.from({ length: DIMS }, (_, n) => Number(n === 0)),
      });
      assert.deepEqual(ids(lexical), []);
      assert.ok((dense[0]?.score ?? 0) > 0.99);
      assert.deepEqual((await library.store.document("a", ["public"]))?.metadata, { tags: ["kept"] });
      await assertCleanAudit(library.store);
    },
  },
];
