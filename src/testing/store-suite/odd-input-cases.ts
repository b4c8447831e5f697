// Odd and empty inputs: nothing breaks, nothing is taken for something else.
import assert from "node:assert/strict";

import { buildDocument, buildPassages, buildUpsert } from "../builders.ts";
import { assertCleanAudit, assertSeen, DIMS, ids, openLibrary, type StoreCase } from "./scenario.ts";

/** Terms that a careless store would mix up, cut short or choke on; each is put into a document of its own. */
const ODD_TERMS = [
  "",
  " ",
  "\0",
  "a",
  "a\0",
  "a\0b",
  "A",
  "ä",
  "a\u0308",
  "\u{1f600}",
  "\u{1f600}\u{1f601}",
  "\uffff",
  "\ufeff",
  "e-mail_x.y/z",
  "'",
  '"',
  "''; --",
  "%",
  "_",
  "*",
  "NEAR(",
  "__proto__",
  "constructor",
  "null",
  "\u202eabc",
  "x".repeat(10_000),
  "ß",
  "ss",
  "0",
  "00",
  "-1",
  "1e3",
];

const ODD_TEXTS = [
  "plain",
  "\0",
  "a\0b\0",
  "line\r\nline\rline\n",
  "\ufeffmarked",
  "e\u0301 \u00e9",
  "\u{1f469}\u200d\u{1f680} to the moon",
  "\u202eright to left",
  "\uffff\ufffe",
  "\t \u00a0\u2003",
  "'quoted' \"twice\" `thrice`",
  "中文字符 العربية עברית",
];

const ODD_IDS = [
  "a",
  "A",
  "a ",
  " a",
  "ä",
  "a\u0308",
  "x:/../b?c#d%20",
  "'; DROP TABLE x; --",
  "\u{1f600}",
  "__proto__",
  "y".repeat(4000),
];

export const ODD_INPUT_CASES: readonly StoreCase[] = [
  {
    name: "an empty library answers with nothing",
    async check(create) {
      await using library = await openLibrary(create);
      assert.deepEqual(await library.ask("anything"), { lexical: [], dense: [], visible: 0 });
      assert.deepEqual(await library.store.passages([1, 2, 3], ["public"]), []);
      assert.equal((await library.store.manifest()).size, 0);
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "a limit of zero gives no hits but still counts what is visible",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared words");
      assert.deepEqual(await library.ask("shared", { limit: 0 }), { lexical: [], dense: [], visible: 1 });
    },
  },
  {
    name: "a limit beyond what exists gives everything",
    async check(create) {
      await using library = await openLibrary(create);
      for (const id of ["a", "b", "c"]) await library.put(id, `shared ${id}`);
      await assertSeen(library, ["a", "b", "c"], { limit: 1_000_000 });
    },
  },
  {
    name: "a query without terms or without a vector leaves that leg empty",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared words");
      const dense = await library.ask("shared", { terms: new Map() });
      assert.deepEqual([ids(dense.lexical), ids(dense.dense)], [[], ["a#0"]]);
      const hits = await library.store.search({
        principals: ["public"],
        terms: new Map([["shared", 1]]),
        limit: 5,
        ranking: { k1: 1.2, b: 0.75, documentWeight: 0 },
      });
      assert.deepEqual([hits.lexical.length, hits.dense.length, hits.exact], [1, 0, true]);
    },
  },
  {
    name: "odd terms are found as themselves and as nothing else",
    async check(create) {
      await using library = await openLibrary(create, 0);
      const upserts = ODD_TERMS.map((term, n) => {
        const [passage] = buildPassages(`text ${n}`);
        assert.ok(passage !== undefined);
        return {
          document: buildDocument(`d${n}`, `text ${n}`),
          passages: [{ ...passage, terms: new Map([[term, 1]]) }],
        };
      });
      await library.commit({ upserts });
      for (const [n, term] of ODD_TERMS.entries()) {
        const { lexical } = await library.ask("", { terms: new Map([[term, 1]]) });
        assert.deepEqual(ids(lexical), [`d${n}#0`], JSON.stringify(term.slice(0, 40)));
      }
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "odd texts are kept to the last character, and passages are cut from them at UTF-16 offsets",
    async check(create) {
      await using library = await openLibrary(create, 0);
      for (const [n, text] of ODD_TEXTS.entries()) {
        const document = buildDocument(`d${n}`, `${text} tail ${text}`, {
          title: text,
          metadata: { [text]: text, list: [text] },
        });
        const [made] = buildPassages("tail");
        assert.ok(made !== undefined);
        const start = text.length + 1;
        const passage = {
          ...made,
          start,
          end: start + 4,
          parent: { start: 0, end: document.text.length },
          headings: [text],
          prefix: text,
        };
        await library.commit({ upserts: [{ document, passages: [passage] }] });
        assert.deepEqual(await library.store.document(`d${n}`, ["public"]), document);
        const { lexical } = await library.ask("tail", { limit: 100 });
        const stored = await library.store.passages(
          lexical.map(({ key }) => key),
          ["public"],
        );
        const own = stored.find(({ documentId }) => documentId === `d${n}`);
        assert.deepEqual([own?.text, own?.headings, own?.prefix], ["tail", [text], text]);
      }
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "odd document ids name different documents",
    async check(create) {
      await using library = await openLibrary(create);
      await library.commit({ upserts: ODD_IDS.map((id) => buildUpsert(id, "shared words", { dims: DIMS })) });
      await assertSeen(library, ODD_IDS);
      for (const id of ODD_IDS) assert.equal((await library.store.document(id, ["public"]))?.id, id);
      await library.commit({ deletes: ["a"] });
      await assertSeen(library, ODD_IDS.slice(1));
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "keys that no passage has are left out",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared words");
      const [hit] = (await library.ask("shared")).lexical;
      const odd = [Number.NaN, -1, 0, 0.5, Number.POSITIVE_INFINITY, 2 ** 53, hit?.key ?? 0, 1e15];
      const found = await library.store.passages(odd, ["public"]);
      assert.deepEqual(
        found.map(({ key }) => key),
        [hit?.key],
      );
      assert.deepEqual(await library.store.passages([], ["public"]), []);
    },
  },
  {
    name: "thousands of keys and hashes may be asked for at once",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", Array.from({ length: 2500 }, (_, n) => `shared w${n}`).join("\n\n"));
      const { lexical, visible } = await library.ask("shared", { limit: 5000 });
      assert.deepEqual([lexical.length, visible], [2500, 2500]);
      const hashes = Array.from({ length: 40_000 }, (_, n) => `unknown${n}`);
      assert.equal((await library.store.knownVectors(hashes, library.generation)).size, 0);
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "a query of many terms is answered",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared words");
      const terms = new Map(Array.from({ length: 3000 }, (_, n) => [`w${n}`, 1] as const));
      assert.deepEqual((await library.ask("", { terms })).lexical, []);
      assert.deepEqual(ids((await library.ask("", { terms: new Map([...terms, ["words", 1]]) })).lexical), ["a#0"]);
    },
  },
  {
    name: "reads and writes that are started together all come to their end",
    async check(create) {
      await using library = await openLibrary(create);
      const work = Array.from({ length: 30 }, async (_, n) => {
        await library.put(`d${n}`, `shared words w${n}`);
        return library.ask("shared");
      });
      await Promise.all(work);
      assert.equal((await library.ask("shared", { limit: 100 })).lexical.length, 30);
      await assertCleanAudit(library.store);
    },
  },
  {
    name: "closing twice is harmless",
    async check(create) {
      const store = await create();
      await store[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
    },
  },
];
