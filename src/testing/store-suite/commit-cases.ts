// Commits: what is written is found, what is replaced or deleted is gone.
import assert from "node:assert/strict";

import { buildDocument, buildPassages, buildUpsert } from "../builders.ts";
import { assertCleanAudit, assertSeen, DIMS, documentsOf, ids, openLibrary, type StoreCase } from "./scenario.ts";

export const COMMIT_CASES: readonly StoreCase[] = [
  {
    name: "a committed document is found by both legs and read back as it was given",
    async check(create) {
      await using library = await openLibrary(create);
      const upsert = buildUpsert("a", "red apples\n\ngreen pears", {
        dims: DIMS,
        metadata: { year: 2026, draft: false, tags: ["fruit", "food"], author: "Ann" },
        acl: ["public", "group:cooks"],
        landmarks: [{ offset: 12, label: "page 2" }],
        modifiedAt: 1_767_225_600_000,
      });
      await library.commit({ upserts: [upsert] });
      const { lexical, dense, visible } = await library.ask("green pears");
      assert.deepEqual(ids(lexical), ["a#1"]);
      assert.deepEqual(ids(dense), ["a#1", "a#0"]);
      assert.equal(visible, 2);
      assert.deepEqual(await library.store.document("a", ["public"]), upsert.document);
      const [passage] = await library.store.passages([lexical[0]?.key ?? -1], ["public"]);
      const { text: _text, landmarks: _landmarks, ...summary } = upsert.document;
      const { terms: _terms, vector: _vector, ...given } = upsert.passages[1] ?? {};
      assert.deepEqual(passage, {
        ...given,
        key: lexical[0]?.key,
        documentId: "a",
        text: "green pears",
        document: summary,
      });
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "the sequence grows by one with each commit, empty ones included",
    async check(create) {
      await using library = await openLibrary(create);
      const first = await library.commit({ upserts: [buildUpsert("a", "one", { dims: DIMS })] });
      assert.equal(await library.commit({}), first + 1);
      assert.equal(await library.commit({ deletes: ["a"] }), first + 2);
    },
  },
  {
    name: "an upsert replaces the document's passages and leaves other documents' keys alone",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "old words\n\nmore old words");
      await library.put("b", "shared ground");
      const before = await library.ask("old ground");
      await library.put("a", "new words");
      assert.deepEqual(ids((await library.ask("old")).lexical), []);
      assert.deepEqual(ids((await library.ask("new")).lexical), ["a#0"]);
      const keys = before.lexical.map(({ key }) => key);
      const left = await library.store.passages(keys, ["public"]);
      assert.deepEqual(
        left.map(({ documentId }) => documentId),
        ["b"],
      );
      assert.equal((await library.ask("new")).visible, 2);
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "a touch changes the fields it names, and keeps text, keys and the other fields",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared words", { metadata: { year: 2025 }, acl: ["public"], fingerprint: "f1" });
      const [before] = (await library.ask("shared")).lexical;
      const document = await library.store.document("a", ["public"]);
      const changes = {
        uri: "moved/a.txt",
        fingerprint: "f2",
        contentHash: "c2",
        modifiedAt: 7,
        metadata: { year: 2026 },
      };
      await library.commit({ touches: [{ id: "a", ...changes }] });
      assert.deepEqual(await library.store.document("a", ["public"]), { ...document, ...changes });
      const [after] = (await library.ask("shared")).lexical;
      assert.deepEqual(after, before);
      await library.commit({ touches: [{ id: "a", acl: ["group:cooks"] }] });
      assert.deepEqual(await library.store.document("a", ["group:cooks"]), {
        ...document,
        ...changes,
        acl: ["group:cooks"],
      });
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "touches and deletes of documents that do not exist change nothing",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared words");
      await library.commit({ touches: [{ id: "ghost", acl: ["public"] }], deletes: ["phantom"] });
      assert.deepEqual([...(await library.store.manifest()).keys()], ["a"]);
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "a deleted document is gone from both legs, passages, documents, manifest and known vectors",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared apples");
      await library.put("b", "shared pears");
      const keys = (await library.ask("shared")).lexical.map(({ key }) => key);
      const hashes = buildPassages("shared apples").map(({ hash }) => hash);
      assert.deepEqual(await library.store.knownVectors(hashes, library.generation), new Set(hashes));
      await library.commit({ deletes: ["a"] });
      await assertSeen(library, ["b"]);
      assert.equal((await library.store.passages(keys, ["public"])).length, 1);
      assert.equal(await library.store.document("a", ["public"]), undefined);
      assert.deepEqual([...(await library.store.manifest()).keys()], ["b"]);
      assert.deepEqual(await library.store.knownVectors(hashes, library.generation), new Set());
      assert.deepEqual((await library.ask("apples")).lexical, []);
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "deleted and put again in one change, a document is there with its new text",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared old");
      await library.commit({ deletes: ["a"], upserts: [buildUpsert("a", "shared new", { dims: DIMS })] });
      assert.deepEqual(ids((await library.ask("old")).lexical), []);
      assert.deepEqual(ids((await library.ask("new")).lexical), ["a#0"]);
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "a document without passages is kept, found by nothing and not pending",
    async check(create) {
      await using library = await openLibrary(create);
      await library.commit({ upserts: [{ document: buildDocument("empty", ""), passages: [] }] });
      assert.equal((await library.store.document("empty", ["public"]))?.text, "");
      assert.equal((await library.ask("anything")).visible, 0);
      assert.deepEqual(await library.store.pendingDocuments(library.generation, 10), []);
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "a reindex replaces passages, and is left out when the text has changed or gone since",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "one two\n\nthree four");
      const document = await library.store.document("a", ["public"]);
      const whole = buildPassages("one two three four", { dims: DIMS });
      const passages = whole.map((passage) => ({ ...passage, end: document?.text.length ?? 0 }));
      const textHash = document?.textHash ?? "";
      await library.commit({ reindexes: [{ id: "a", textHash, passages }] });
      assert.deepEqual(ids((await library.ask("one four")).lexical), ["a#0"]);
      await library.put("a", "another text");
      await library.commit({
        reindexes: [
          { id: "a", textHash, passages },
          { id: "ghost", textHash, passages },
        ],
      });
      assert.deepEqual(ids((await library.ask("one four")).lexical), []);
      assert.deepEqual(ids((await library.ask("another")).lexical), ["a#0"]);
      assert.equal(await library.store.document("ghost", ["public"]), undefined);
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "source states are kept with the commit that brings them",
    async check(create) {
      await using library = await openLibrary(create);
      assert.equal(await library.store.sourceState("wiki"), undefined);
      await library.commit({
        sourceStates: new Map([
          ["wiki", "rev 1"],
          ["shop", ""],
        ]),
      });
      await library.commit({ sourceStates: new Map([["wiki", "rev 2"]]) });
      assert.equal(await library.store.sourceState("wiki"), "rev 2");
      assert.equal(await library.store.sourceState("shop"), "");
    },
  },
  {
    name: "the manifest lists a source's documents, whoever may read them",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("wiki:a", "shared", { source: "wiki", acl: [] });
      await library.put("shop:b", "shared", { source: "shop", acl: ["user:ann"], metadata: { price: 3 } });
      const manifest = await library.store.manifest();
      assert.deepEqual([...manifest.keys()].toSorted(), ["shop:b", "wiki:a"]);
      assert.deepEqual([...(await library.store.manifest("wiki")).keys()], ["wiki:a"]);
      assert.equal((await library.store.manifest("none")).size, 0);
      const document = buildDocument("shop:b", "shared", { source: "shop", acl: ["user:ann"], metadata: { price: 3 } });
      const { id, source, uri, contentHash, textHash, fingerprint, parser, acl, modifiedAt } = document;
      const entry = { id, source, uri, contentHash, textHash, fingerprint, parser, acl, modifiedAt };
      assert.deepEqual(manifest.get("shop:b"), entry);
    },
  },
  {
    name: "many small commits give what one large commit gives",
    async check(create) {
      await using small = await openLibrary(create);
      await using large = await openLibrary(create);
      const upserts = Array.from({ length: 120 }, (_, n) =>
        buildUpsert(`d${n}`, `shared word${n % 7} word${n % 11}\n\nmore word${n % 5}`, { dims: DIMS }),
      );
      for (const upsert of upserts) await small.commit({ upserts: [upsert] });
      await large.commit({ upserts });
      const [left, right] = [
        await small.ask("word3 word4", { limit: 500 }),
        await large.ask("word3 word4", { limit: 500 }),
      ];
      assert.deepEqual(ids(left.lexical), ids(right.lexical));
      assert.deepEqual(ids(left.dense), ids(right.dense));
      await assertCleanAudit(small.store);
      await assertCleanAudit(large.store);
    },
  },
  {
    name: "after everything is deleted nothing is left, and it can be filled again",
    async check(create) {
      await using library = await openLibrary(create);
      const names = Array.from({ length: 40 }, (_, n) => `d${n}`);
      const fill = async () =>
        library.commit({ upserts: names.map((id) => buildUpsert(id, `shared words of ${id}`, { dims: DIMS })) });
      await fill();
      await library.commit({ deletes: names });
      const { documents, passages, vectors } = await library.store.stats();
      assert.deepEqual({ documents, passages, vectors }, { documents: 0, passages: 0, vectors: 0 });
      assert.equal((await library.ask("shared")).visible, 0);
      await assertCleanAudit(library.store);
      await fill();
      assert.equal(documentsOf((await library.ask("shared")).lexical).length, names.length);
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "stats count documents, passages, vectors, terms and sources",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "red apples\n\ngreen pears", { source: "wiki" });
      await library.put("b", "red cherries", { source: "shop" });
      const { documents, passages, vectors, terms, sources, bytes, generations } = await library.store.stats();
      assert.deepEqual({ documents, passages, vectors, terms }, { documents: 2, passages: 3, vectors: 3, terms: 5 });
      assert.deepEqual({ ...sources }, { wiki: 1, shop: 1 });
      assert.ok(bytes > 0);
      assert.deepEqual(generations, await library.store.generations());
    },
  },
];
