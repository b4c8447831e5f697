// What every reranker must do, as data: run each check against your own.
import { deepEqual, equal, ok, rejects } from "node:assert/strict";

import type { Ranked, Reranker } from "../spec/reranker.ts";
import { PASSED, skipped, type SuiteOutcome } from "./suite-outcome.ts";

/** The reranker on trial; whatever it holds is let go at the end of each check. */
export type RerankerSubject = AsyncDisposable & {
  readonly reranker: Reranker;
  /** True where it was trained to rank, so that the right text has to win. */
  readonly meaningful: boolean;
};

export type RerankerCase = {
  readonly name: string;
  readonly check: (create: () => Promise<RerankerSubject>) => Promise<SuiteOutcome>;
};

const QUERY = "How long is the warranty on the S3 Pro?";
const TEXTS = [
  "Parental leave is sixteen weeks, paid in full.",
  "The warranty on the S3 Pro lasts five years.",
  "Dry the cap for 24 hours indoors; never with hot air.",
  "Passwords are changed when they leak, and only then.",
] as const;

/** Servers differ in the last bits between batches. */
const TOLERANCE = 1e-3;

function checkRanking(ranked: readonly Ranked[], count: number, topN: number): void {
  equal(ranked.length, Math.min(count, topN), "as many as were asked for");
  equal(new Set(ranked.map(({ index }) => index)).size, ranked.length, "no text twice");
  for (const { index, score } of ranked) {
    ok(Number.isInteger(index) && index >= 0 && index < count, `${index} is one of the texts`);
    ok(Number.isFinite(score), "every score is a number");
  }
  for (const [place, { score }] of ranked.entries()) {
    ok(place === 0 || score <= (ranked[place - 1]?.score ?? Number.NaN), "best first");
  }
}

async function passing(
  create: () => Promise<RerankerSubject>,
  check: (reranker: Reranker) => Promise<void>,
): Promise<SuiteOutcome> {
  await using subject = await create();
  await check(subject.reranker);
  return PASSED;
}

export const RERANKER_SUITE: readonly RerankerCase[] = [
  {
    name: "all texts are ranked, best first, each once",
    check: async (create) =>
      passing(create, async (reranker) => {
        checkRanking(await reranker.rank(QUERY, TEXTS, TEXTS.length), TEXTS.length, TEXTS.length);
      }),
  },
  {
    name: "only the best topN come back, and no more than there are",
    check: async (create) =>
      passing(create, async (reranker) => {
        const all = await reranker.rank(QUERY, TEXTS, 99);
        checkRanking(all, TEXTS.length, 99);
        const best = await reranker.rank(QUERY, TEXTS, 2);
        checkRanking(best, TEXTS.length, 2);
        deepEqual(
          best.map(({ index }) => index),
          all.slice(0, 2).map(({ index }) => index),
        );
      }),
  },
  {
    name: "no texts, or none wanted, give an empty ranking",
    check: async (create) =>
      passing(create, async (reranker) => {
        deepEqual(await reranker.rank(QUERY, [], 5), []);
        deepEqual(await reranker.rank(QUERY, TEXTS, 0), []);
      }),
  },
  {
    name: "a text's score does not depend on its place",
    check: async (create) =>
      passing(create, async (reranker) => {
        const one = await reranker.rank(QUERY, TEXTS, TEXTS.length);
        const other = await reranker.rank(QUERY, TEXTS.toReversed(), TEXTS.length);
        for (const { index, score } of one) {
          const turned = other.find((ranked) => ranked.index === TEXTS.length - 1 - index);
          ok(Math.abs((turned?.score ?? Number.NaN) - score) <= TOLERANCE * Math.max(1, Math.abs(score)));
        }
      }),
  },
  {
    name: "the same text twice is ranked twice, in the order given",
    check: async (create) =>
      passing(create, async (reranker) => {
        const ranked = await reranker.rank(QUERY, [TEXTS[0], TEXTS[1], TEXTS[1]], 3);
        checkRanking(ranked, 3, 3);
        const twins = ranked.filter(({ index }) => index > 0);
        if (twins[0]?.score === twins[1]?.score) equal(twins[0]?.index, 1);
      }),
  },
  {
    name: "empty, long and odd texts and questions are ranked like others",
    check: async (create) =>
      passing(create, async (reranker) => {
        const long = "The warranty lasts five years. ".repeat(2000);
        checkRanking(await reranker.rank(QUERY, ["", long, "🙂 保証期間は五年です。 \u0000"], 3), 3, 3);
        checkRanking(await reranker.rank("", TEXTS, 2), TEXTS.length, 2);
      }),
  },
  {
    name: "questions at the same time do not get each other's ranking",
    check: async (create) =>
      passing(create, async (reranker) => {
        const alone = await reranker.rank(QUERY, TEXTS, 4);
        const queries = [QUERY, "parental leave", QUERY, "passwords", QUERY];
        const together = await Promise.all(queries.map(async (query) => reranker.rank(query, TEXTS, 4)));
        for (const at of [0, 2, 4]) {
          deepEqual(
            together[at]?.map(({ index }) => index),
            alone.map(({ index }) => index),
          );
        }
      }),
  },
  {
    name: "an aborted ranking stops with the signal's reason, and the next one works",
    check: async (create) =>
      passing(create, async (reranker) => {
        await rejects(reranker.rank(QUERY, TEXTS, 2, AbortSignal.abort()), { name: "AbortError" });
        checkRanking(await reranker.rank(QUERY, TEXTS, 2), TEXTS.length, 2);
      }),
  },
  {
    name: "what it has spent only grows",
    check: async (create) => {
      await using subject = await create();
      const { reranker } = subject;
      if (reranker.spent === undefined) return skipped("it costs nothing but time and so counts nothing");
      const before = reranker.spent();
      await reranker.rank(QUERY, TEXTS, 2);
      ok(reranker.spent().requests > before.requests);
      return PASSED;
    },
  },
  {
    name: "the text that answers the question comes first",
    check: async (create) => {
      await using subject = await create();
      if (!subject.meaningful) return skipped("it was not trained to rank");
      const [best] = await subject.reranker.rank(QUERY, TEXTS, 1);
      equal(best?.index, 1);
      return PASSED;
    },
  },
];
