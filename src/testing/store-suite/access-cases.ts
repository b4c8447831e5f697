// Access: whatever is read, only what one of the principals may read comes back, and nothing shows that there is more.
import assert from "node:assert/strict";

import { buildPassages, buildUpsert } from "../builders.ts";
import { assertCleanAudit, assertSeen, DIMS, generationSpec, openLibrary, type StoreCase } from "./scenario.ts";

/** Principals that must never be taken for `user:ann`, for everyone, or for a piece of a query language. */
const STRANGERS = [
  "user:an",
  "user:annn",
  "USER:ANN",
  "user:Ann",
  " user:ann",
  "user:ann ",
  "user:ann\0",
  "ann",
  "user:",
  "",
  "*",
  "%",
  "_",
  "user:%",
  "group:*",
  "user:ann' OR '1'='1",
  '["user:ann"]',
  "user:ann,user:bob",
  "null",
  "__proto__",
  "äöü",
  "user:a\u0308",
];

export const ACCESS_CASES: readonly StoreCase[] = [
  {
    name: "an empty list of principals sees nothing on any path",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared words", { acl: ["public", ""] });
      const keys = (await library.ask("shared")).lexical.map(({ key }) => key);
      await assertSeen(library, [], { principals: [] });
      assert.equal((await library.ask("shared", { principals: [] })).visible, 0);
      assert.deepEqual(await library.store.passages(keys, []), []);
      assert.equal(await library.store.document("a", []), undefined);
    },
  },
  {
    name: "principals are compared exactly: nothing like a name is taken for it",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared words", { acl: ["user:ann"] });
      const keys = (await library.ask("shared", { principals: ["user:ann"] })).lexical.map(({ key }) => key);
      assert.equal(keys.length, 1);
      for (const stranger of STRANGERS) {
        const principals = [stranger];
        await assertSeen(library, [], { principals });
        assert.deepEqual(await library.store.passages(keys, principals), [], stranger);
        assert.equal(await library.store.document("a", principals), undefined, stranger);
      }
    },
  },
  {
    name: "one principal in common suffices, doubles and order do not matter",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared words", { acl: ["group:cooks", "user:ann", "group:cooks"] });
      await library.put("b", "shared words", { acl: ["group:waiters"] });
      await assertSeen(library, ["a"], { principals: ["user:ann"] });
      await assertSeen(library, ["a"], { principals: ["user:bob", "group:cooks", "group:cooks"] });
      await assertSeen(library, ["a", "b"], { principals: ["group:waiters", "user:ann"] });
      const both = await library.ask("shared", { principals: ["group:cooks", "user:ann"] });
      assert.deepEqual([both.lexical.length, both.dense.length, both.visible], [1, 1, 1]);
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "a document whose access list is empty is seen by nobody, also not by public",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared words", { acl: [] });
      for (const principal of ["public", ...STRANGERS]) await assertSeen(library, [], { principals: [principal] });
      assert.equal((await library.store.manifest()).size, 1);
    },
  },
  {
    name: "public is a principal like any other: who does not name it does not see it",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared words", { acl: ["public"] });
      await assertSeen(library, [], { principals: ["user:ann"] });
      await assertSeen(library, ["a"], { principals: ["user:ann", "public"] });
    },
  },
  {
    name: "a taken or given right holds on the next read of every path",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared words");
      const keys = (await library.ask("shared")).lexical.map(({ key }) => key);
      await library.commit({ touches: [{ id: "a", acl: ["user:ann"] }] });
      await assertSeen(library, []);
      assert.deepEqual(await library.store.passages(keys, ["public"]), []);
      assert.equal(await library.store.document("a", ["public"]), undefined);
      await assertSeen(library, ["a"], { principals: ["user:ann"] });
      await library.commit({ touches: [{ id: "a", acl: ["public"] }] });
      await assertSeen(library, ["a"]);
      await assertSeen(library, [], { principals: ["user:ann"] });
      await library.put("a", "shared words", { acl: [] });
      await assertSeen(library, []);
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "an unchanged text with a new access list keeps no trace of the old one",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared words", { acl: ["user:ann", "user:bob"] });
      await library.put("a", "shared words", { acl: ["user:bob"] });
      await assertSeen(library, [], { principals: ["user:ann"] });
      await assertSeen(library, ["a"], { principals: ["user:bob"] });
    },
  },
  {
    name: "passages() gives the readable ones in the order asked for, and document() tells hidden and missing alike",
    async check(create) {
      await using library = await openLibrary(create);
      const principals = ["user:ann", "user:bob"];
      for (const id of ["a", "b", "c", "d"]) {
        await library.put(id, "shared words", { acl: [id === "b" ? "user:bob" : "user:ann"] });
      }
      const keys = (await library.ask("shared", { principals })).lexical.map(({ key }) => key);
      const seen = await library.store.passages(keys.toReversed(), ["user:ann"]);
      assert.deepEqual(
        seen.map(({ documentId }) => documentId),
        ["d", "c", "a"],
      );
      assert.equal(await library.store.document("b", ["user:ann"]), undefined);
      assert.equal(await library.store.document("none", ["user:ann"]), undefined);
    },
  },
  {
    name: "what may not be read moves no score, no rank and no count",
    async check(create) {
      await using alone = await openLibrary(create);
      await using crowded = await openLibrary(create);
      for (let n = 0; n < 12; n++) {
        const text = `shared word${n % 3} ${"long ".repeat(n)}\n\nword${n % 4} tail`;
        await alone.put(`d${n}`, text);
        await crowded.put(`hidden${n}`, `shared shared word1 word2 ${"noise ".repeat(3 * n)}`, { acl: ["user:ann"] });
        await crowded.put(`d${n}`, text);
      }
      const plain = ({ id, score }: { id: string; score: number }) => ({ id, score: score.toFixed(6) });
      const [left, right] = [await alone.ask("shared word1 word2"), await crowded.ask("shared word1 word2")];
      assert.deepEqual(right.lexical.map(plain), left.lexical.map(plain));
      assert.deepEqual(right.dense.map(plain), left.dense.map(plain));
      assert.equal(right.visible, left.visible);
    },
  },
  {
    name: "the limit counts only what may be read: better hidden hits do not use it up",
    async check(create) {
      await using library = await openLibrary(create);
      const hidden = Array.from({ length: 80 }, (_, n) =>
        buildUpsert(`hidden${n}`, "shared shared shared", { dims: DIMS, acl: ["user:ann"] }),
      );
      await library.commit({ upserts: hidden });
      for (const id of ["a", "b", "c"]) await library.put(id, `shared ${"other words ".repeat(20)}${id}`);
      await assertSeen(library, ["a", "b", "c"], { limit: 3 });
    },
  },
  {
    name: "someone with thousands of groups sees what their groups may read",
    async check(create) {
      await using library = await openLibrary(create);
      const principals = Array.from({ length: 3000 }, (_, n) => `group:g${n}`);
      await library.put("a", "shared words", { acl: ["group:g2999"] });
      await library.put("b", "shared words", { acl: ["group:g3000"] });
      await library.put("c", "shared words", { acl: [...principals, "group:g4000"] });
      await assertSeen(library, ["a", "c"], { principals });
      await assertSeen(library, ["c"], { principals: ["group:g4000"] });
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "generations that are not active obey the same access lists",
    async check(create) {
      await using library = await openLibrary(create);
      const { store } = library;
      await library.put("a", "shared words", { acl: ["user:ann"] });
      const next = await store.createGeneration(generationSpec("chunks@2"));
      const textHash = (await store.document("a", ["user:ann"]))?.textHash ?? "";
      const passages = buildPassages("shared words", { dims: DIMS });
      await store.commit({ generation: next.id, reindexes: [{ id: "a", textHash, passages }] });
      const asAnn = { generation: next.id, principals: ["user:ann"] };
      await assertSeen(library, [], { generation: next.id });
      await assertSeen(library, ["a"], asAnn);
      const keys = (await library.ask("shared", asAnn)).lexical.map(({ key }) => key);
      assert.deepEqual(await store.passages(keys, ["public"]), []);
      await library.commit({ touches: [{ id: "a", acl: ["public"] }] });
      await assertSeen(library, [], asAnn);
      await assertSeen(library, ["a"], { generation: next.id });
    },
  },
];
