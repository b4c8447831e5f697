// Whole at every moment: reads beside writes see all of a commit or none of it, and a long life leaves what its outcome written at once would leave.
import assert from "node:assert/strict";

import { seededRandom } from "../../core/runtime.ts";
import type { DocumentUpsert, Store } from "../../spec/store.ts";
import { buildUpsert } from "../builders.ts";
import type { DurableStoreCase } from "./durable-cases.ts";
import {
  assertCleanAudit,
  assertNear,
  DIMS,
  type Found,
  type Library,
  openLibrary,
  RANKING,
  type StoreCase,
} from "./scenario.ts";

const WORDS = ["fig", "plum", "lime", "pear", "kiwi", "date", "rice", "salt"];
const ACLS = [["public"], ["user:ann"], []];

/** One random commit: a few documents put, a few deleted, a few handed to other readers; `now` keeps what should be there. */
async function liveStep(library: Library, now: Map<string, DocumentUpsert>, random: () => number): Promise<void> {
  const pick = <Value>(values: readonly Value[]): Value | undefined => values[Math.floor(random() * values.length)];
  const free = new Set(Array.from({ length: 60 }, (_, n) => `d${n}`));
  const take = (count: number): string[] => {
    const taken = Array.from({ length: count }, () => pick([...free]) ?? "d0");
    for (const id of taken) free.delete(id);
    return [...new Set(taken)];
  };
  const upserts = take(1 + Math.floor(random() * 6)).map((id) => {
    const words = Array.from({ length: 2 + Math.floor(random() * 10) }, () => pick(WORDS)).join(" ");
    return buildUpsert(id, `${words}\n\n${pick(WORDS)} ${id}`, { dims: DIMS, acl: pick(ACLS) ?? [] });
  });
  const deletes = take(Math.floor(random() * 3));
  const touches = take(Math.floor(random() * 3)).map((id) => ({ id, acl: pick(ACLS) ?? [] }));
  await library.commit({ upserts, deletes, touches });
  for (const id of deletes) now.delete(id);
  for (const upsert of upserts) now.set(upsert.document.id, upsert);
  for (const { id, acl } of touches) {
    const known = now.get(id);
    if (known !== undefined) now.set(id, { ...known, document: { ...known.document, acl } });
  }
}

async function assertSameAnswers(lived: Library, fresh: Library): Promise<void> {
  for (const principals of [["public"], ["user:ann", "public"], []]) {
    for (const words of ["fig lime", "salt"]) {
      const [left, right] = [
        await lived.ask(words, { principals, limit: 1000 }),
        await fresh.ask(words, { principals, limit: 1000 }),
      ];
      assert.equal(left.visible, right.visible);
      for (const leg of ["lexical", "dense"] as const) assertSameScores(left[leg], right[leg]);
    }
  }
}

function assertSameScores(left: readonly Found[], right: readonly Found[]): void {
  const scores = new Map(left.map(({ id, score }) => [id, score]));
  assert.deepEqual([...scores.keys()].toSorted(), right.map(({ id }) => id).toSorted());
  for (const { id, score } of right) assertNear(scores.get(id), score, `score of ${id}`);
}

const FLOCK = 20;

/** Writes all documents of the flock anew with another word, in one commit. */
async function flip(library: Library, word: string): Promise<void> {
  const upserts = Array.from({ length: FLOCK }, (_, n) => buildUpsert(`d${n}`, `${word} d${n}`, { dims: DIMS }));
  await library.commit({ upserts });
}

/** Searches without pause until the work is done: a word is in every document or in none. */
async function assertAllOrNone(store: Store, work: Promise<unknown>): Promise<void> {
  const progress = { done: false };
  void work.finally(() => {
    progress.done = true;
  });
  for (let n = 0; !progress.done || n < 3; n++) {
    const terms = new Map([[n % 2 === 0 ? "alpha" : "beta", 1]]);
    const hits = await store.search({ principals: ["public"], terms, limit: 100, ranking: RANKING });
    assert.equal(hits.visible, FLOCK);
    assert.ok([0, FLOCK].includes(hits.lexical.length), `a search saw ${hits.lexical.length} of ${FLOCK} documents`);
  }
  await work;
}

async function flipOften(library: Library): Promise<void> {
  for (let n = 0; n < 24; n++) await flip(library, n % 2 === 0 ? "beta" : "alpha");
}

export const CONSISTENCY_CASES: readonly StoreCase[] = [
  {
    name: "after a long life of edits a store answers like one that was given only the outcome",
    async check(create) {
      await using lived = await openLibrary(create);
      await using fresh = await openLibrary(create);
      const random = seededRandom(7);
      const now = new Map<string, DocumentUpsert>();
      for (let step = 0; step < 90; step++) await liveStep(lived, now, random);
      await fresh.commit({ upserts: [...now.values()] });
      await assertSameAnswers(lived, fresh);
      await assertCleanAudit(lived.store);
    },
  },
  {
    name: "a search beside commits sees each of them whole or not at all",
    async check(create) {
      await using library = await openLibrary(create);
      await flip(library, "alpha");
      await assertAllOrNone(library.store, flipOften(library));
      await assertCleanAudit(library.store);
    },
  },
];

export const DURABLE_CONSISTENCY_CASES: readonly DurableStoreCase[] = [
  {
    name: "a search in another store sees each commit whole or not at all",
    async check(createHome) {
      const home = await createHome();
      await using writer = await openLibrary(home.open);
      await flip(writer, "alpha");
      await using reader = await home.open("read");
      await assertAllOrNone(reader, flipOften(writer));
    },
  },
];
