// Ranking: scores against the published formula worked out here on plain numbers, and the order of ties.
import assert from "node:assert/strict";

import { seededRandom } from "../../core/runtime.ts";
import type { IndexedPassage } from "../../spec/store.ts";
import { buildDocument, buildUpsert } from "../builders.ts";
import { assertNear, DIMS, type Found, ids, type Library, openLibrary, type StoreCase } from "./scenario.ts";

/** BM25 of one term: `tf` of a piece of this length, among `n` pieces of which `df` hold the term. */
type Term = { tf: number; length: number; average: number; n: number; df: number; k1: number; b: number };
function bm25({ tf, length, average, n, df, k1, b }: Term): number {
  const idf = Math.log(1 + (n - df + 0.5) / (df + 0.5));
  return (idf * tf * (k1 + 1)) / (tf + k1 * (1 - b + (b * length) / average));
}

/**
 * Three documents, four passages. Lengths of passages: 3, 4, 2, 3; of documents: 7, 2, 3.
 * "fig" is in a#0 (2 times), a#1 (once), b#0 (once); "kiwi" in c#0 (once).
 */
async function fruit(library: Library): Promise<void> {
  await library.put("a", "fig fig plum\n\nfig lime pear date");
  await library.put("b", "fig plum");
  await library.put("c", "kiwi lime pear");
}

function scoreOf(found: readonly Found[], id: string): number | undefined {
  return found.find((hit) => hit.id === id)?.score;
}

/** A passage of one made-up vector; its terms do not matter. */
function vectorPassage(vector: Float32Array, ordinal: number): IndexedPassage {
  const place = { start: ordinal, end: ordinal + 1, ordinal, parent: { start: 0, end: 1 }, hash: `v${ordinal}` };
  return { ...place, kind: "prose", headings: [], prefix: "", tokens: 1, terms: new Map([["x", 1]]), vector };
}

function randomUnitVector(random: () => number, dims: number): Float32Array {
  const raw = Array.from({ length: dims }, () => random() + random() + random() - 1.5);
  const length = Math.hypot(...raw);
  return Float32Array.from(raw, (value) => value / length);
}

function dot(left: Float32Array, right: Float32Array): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}

/** The dense leg over random vectors gives their dot products, best first, as a full scan would. */
async function assertDense(library: Library, dims: number, size: number): Promise<void> {
  const random = seededRandom(dims * 1000 + size);
  const vectors = Array.from({ length: size }, () => randomUnitVector(random, dims));
  const document = buildDocument("a", "x".repeat(size));
  await library.commit({ upserts: [{ document, passages: vectors.map(vectorPassage) }] });
  for (let n = 0; n < 5; n++) {
    const vector = randomUnitVector(random, dims);
    const { dense } = await library.ask("", { vector, limit: 10, terms: new Map() });
    const expected = vectors.map((other) => dot(vector, other)).toSorted((left, right) => right - left);
    assert.equal(dense.length, Math.min(10, size));
    for (const [rank, { id, score }] of dense.entries()) {
      const own = vectors[Number(id.slice(2))];
      assertNear(score, dot(vector, own ?? new Float32Array(dims)), `${dims} dimensions: dense score of ${id}`);
      assertNear(score, expected[rank] ?? 0, `${dims} dimensions: dense score at rank ${rank}`);
    }
  }
}

export const RANKING_CASES: readonly StoreCase[] = [
  {
    name: "passage scores are BM25 over passages",
    async check(create) {
      await using library = await openLibrary(create);
      await fruit(library);
      for (const { k1, b } of [
        { k1: 1.2, b: 0.75 },
        { k1: 0.4, b: 0 },
        { k1: 2, b: 1 },
      ]) {
        const { lexical } = await library.ask("fig", { ranking: { k1, b, documentWeight: 0 } });
        const common = { average: 3, n: 4, df: 3, k1, b };
        assertNear(scoreOf(lexical, "a#0"), bm25({ ...common, tf: 2, length: 3 }), "score of a#0");
        assertNear(scoreOf(lexical, "a#1"), bm25({ ...common, tf: 1, length: 4 }), "score of a#1");
        assertNear(scoreOf(lexical, "b#0"), bm25({ ...common, tf: 1, length: 2 }), "score of b#0");
        assert.equal(lexical.length, 3);
      }
    },
  },
  {
    name: "the document's part is BM25 over documents, times its weight",
    async check(create) {
      await using library = await openLibrary(create);
      await fruit(library);
      const [k1, b] = [1.2, 0.75];
      const { lexical } = await library.ask("fig", { ranking: { k1, b, documentWeight: 0.5 } });
      const passage = { average: 3, n: 4, df: 3, k1, b };
      const document = { average: 4, n: 3, df: 2, k1, b };
      const ofA = 0.5 * bm25({ ...document, tf: 3, length: 7 });
      const ofB = 0.5 * bm25({ ...document, tf: 1, length: 2 });
      assertNear(scoreOf(lexical, "a#0"), bm25({ ...passage, tf: 2, length: 3 }) + ofA, "score of a#0");
      assertNear(scoreOf(lexical, "a#1"), bm25({ ...passage, tf: 1, length: 4 }) + ofA, "score of a#1");
      assertNear(scoreOf(lexical, "b#0"), bm25({ ...passage, tf: 1, length: 2 }) + ofB, "score of b#0");
    },
  },
  {
    name: "only passages that hold a term themselves are hits, however good their document",
    async check(create) {
      await using library = await openLibrary(create);
      await fruit(library);
      const { lexical } = await library.ask("date");
      assert.deepEqual(ids(lexical), ["a#1"]);
    },
  },
  {
    name: "terms add up, each times its weight in the query",
    async check(create) {
      await using library = await openLibrary(create);
      await fruit(library);
      const ranking = { k1: 1.2, b: 0.75, documentWeight: 0.3 };
      const score = async (terms: [string, number][]) =>
        scoreOf((await library.ask("", { terms: new Map(terms), ranking })).lexical, "a#1") ?? Number.NaN;
      const [fig, pear] = [await score([["fig", 1]]), await score([["pear", 1]])];
      assertNear(
        await score([
          ["fig", 1],
          ["pear", 1],
        ]),
        fig + pear,
        "sum of two terms",
      );
      assertNear(
        await score([
          ["fig", 0.25],
          ["pear", 3],
        ]),
        0.25 * fig + 3 * pear,
        "weighted sum",
      );
      assertNear(
        await score([
          ["fig", 1],
          ["unknown", 5],
        ]),
        fig,
        "a term that nothing holds",
      );
      assertNear(
        await score([
          ["fig", 1],
          ["pear", 0],
        ]),
        fig,
        "a term without weight",
      );
    },
  },
  {
    name: "counts, frequencies and averages are those of what the query may see",
    async check(create) {
      await using library = await openLibrary(create);
      await fruit(library);
      await library.put("d", "fig fig fig fig fig fig fig fig fig", { acl: ["user:ann"] });
      const ranking = { k1: 1.2, b: 0.75, documentWeight: 0 };
      const common = { tf: 1, length: 2, k1: 1.2, b: 0.75 };
      const all = await library.ask("fig", { ranking, principals: ["public", "user:ann"] });
      assertNear(scoreOf(all.lexical, "b#0"), bm25({ ...common, average: 21 / 5, n: 5, df: 4 }), "seen with d");
      const some = await library.ask("fig", { ranking });
      assertNear(scoreOf(some.lexical, "b#0"), bm25({ ...common, average: 3, n: 4, df: 3 }), "seen without d");
      const where = { kind: "in", field: "title", values: ["b", "c"] } as const;
      const few = await library.ask("fig", { ranking, where });
      assertNear(scoreOf(few.lexical, "b#0"), bm25({ ...common, average: 2.5, n: 2, df: 1 }), "seen through a filter");
    },
  },
  {
    name: "counts follow edits and deletes",
    async check(create) {
      await using library = await openLibrary(create);
      await fruit(library);
      await library.put("extra", "fig fig fig and more");
      await library.put("b", "fig fig fig fig");
      await library.commit({ deletes: ["extra"] });
      await library.put("b", "fig plum");
      const { lexical } = await library.ask("fig", { ranking: { k1: 1.2, b: 0.75, documentWeight: 0 } });
      const expected = bm25({ tf: 1, length: 2, average: 3, n: 4, df: 3, k1: 1.2, b: 0.75 });
      assertNear(scoreOf(lexical, "b#0"), expected, "score of b#0");
    },
  },
  {
    name: "large counts are kept: a thousand times is not 255 times",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "fig ".repeat(1000));
      await library.put("b", "fig ".repeat(70_000));
      const { lexical } = await library.ask("fig", { ranking: { k1: 1000, b: 0, documentWeight: 0 } });
      const common = { average: 35_500, n: 2, df: 2, k1: 1000, b: 0 };
      assertNear(scoreOf(lexical, "a#0"), bm25({ ...common, tf: 1000, length: 1000 }), "score of a#0");
      assertNear(scoreOf(lexical, "b#0"), bm25({ ...common, tf: 70_000, length: 70_000 }), "score of b#0");
    },
  },
  {
    name: "equal scores come in the order of their keys, and a smaller limit gives a prefix",
    async check(create) {
      await using library = await openLibrary(create);
      const upserts = Array.from({ length: 60 }, (_, n) => buildUpsert(`d${n}`, "fig plum", { dims: DIMS }));
      await library.commit({ upserts });
      const whole = await library.ask("fig", { limit: 60 });
      for (const leg of ["lexical", "dense"] as const) {
        const keys = whole[leg].map(({ key }) => key);
        assert.equal(keys.length, 60);
        assert.deepEqual(
          keys,
          keys.toSorted((left, right) => left - right),
          `${leg} leg`,
        );
        for (const limit of [1, 7, 41]) {
          const part = (await library.ask("fig", { limit }))[leg];
          assert.deepEqual(part, whole[leg].slice(0, limit), `${leg} leg with limit ${limit}`);
        }
      }
    },
  },
  {
    name: "the same question gives the same answer twice",
    async check(create) {
      await using library = await openLibrary(create);
      await fruit(library);
      assert.deepEqual(await library.ask("fig lime"), await library.ask("fig lime"));
    },
  },
  {
    name: "the dense leg ranks everything visible, also what points away",
    async check(create) {
      await using library = await openLibrary(create);
      const axis = (sign: number) => Float32Array.from({ length: DIMS }, (_, n) => (n === 0 ? sign : 0));
      const document = buildDocument("a", "xyz");
      const passages = [-1, 1, 0.5].map((sign, n) => vectorPassage(axis(sign), n));
      await library.commit({ upserts: [{ document, passages }] });
      const { dense } = await library.ask("", { vector: axis(1), terms: new Map() });
      assert.deepEqual(ids(dense), ["a#1", "a#2", "a#0"]);
      for (const [rank, expected] of [1, 0.5, -1].entries()) assertNear(dense[rank]?.score, expected, `rank ${rank}`);
    },
  },
  {
    name: "vectors of any length that float32 has are all found, best first",
    async check(create) {
      await using library = await openLibrary(create);
      const random = seededRandom(11);
      const powers = [-44, -43, -42, -40, -37, -30, -20, -1, 0, 1, 20, 30, 34, 36, 38];
      const vectors = powers.map((power) => randomUnitVector(random, DIMS).map((value) => value * 10 ** power));
      const document = buildDocument("a", "x".repeat(vectors.length));
      await library.commit({ upserts: [{ document, passages: vectors.map(vectorPassage) }] });
      for (const vector of vectors) {
        const scores = vectors.map((other) => dot(vector, other));
        const expected = scores.map((_, n) => n).toSorted((left, right) => (scores[right] ?? 0) - (scores[left] ?? 0));
        for (const limit of [3, vectors.length]) {
          const { dense } = await library.ask("", { vector, limit, terms: new Map() });
          const named = expected.slice(0, limit).map((n) => `a#${n}`);
          assert.deepEqual(ids(dense), named, `limit ${limit}, a question of length ${Math.hypot(...vector)}`);
        }
      }
    },
  },
  ...[1, 7, 16, 33, 384].map((dims) => ({
    name: `dense scores are dot products, best first, at ${dims} dimensions`,
    async check(create: Parameters<StoreCase["check"]>[0]) {
      await using library = await openLibrary(create, dims);
      await assertDense(library, dims, dims === 384 ? 1500 : 300);
    },
  })),
];
