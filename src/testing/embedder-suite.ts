// What every embedder must do, as data: run each check against your own.
import { deepEqual, equal, ok, rejects } from "node:assert/strict";

import type { Embedder, EmbedRole } from "../spec/embedder.ts";
import { PASSED, skipped, type SuiteOutcome } from "./suite-outcome.ts";

/** The embedder on trial; whatever it holds is let go at the end of each check. */
export type EmbedderSubject = AsyncDisposable & {
  readonly embedder: Embedder;
  /** True where vectors carry meaning, so that related texts have to be nearer than unrelated ones. */
  readonly meaningful: boolean;
};

export type EmbedderCase = {
  readonly name: string;
  readonly check: (create: () => Promise<EmbedderSubject>) => Promise<SuiteOutcome>;
};

const TEXTS = [
  "The warranty on the S3 Pro lasts five years.",
  "Parental leave is sixteen weeks, paid in full.",
  "Ошибка E42: датчик влажности намок.",
  "保証期間は五年です。",
  "🙂 emoji, e\u0301 combining, \u202Bright to left\u202C and \u0000 control",
] as const;

/** Batches and servers differ in the last bits; what is more is another vector. */
const SAME = 0.999;

const ROLES: readonly EmbedRole[] = ["query", "document"];

function cosine(left: Float32Array | undefined, right: Float32Array | undefined): number {
  if (left === undefined || right === undefined) return Number.NaN;
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? Number.NaN), 0);
}

function checkVectors(vectors: readonly Float32Array[], count: number, embedder: Embedder): void {
  equal(vectors.length, count, "one vector per text");
  for (const vector of vectors) {
    ok(vector instanceof Float32Array, "vectors are Float32Array");
    equal(vector.length, embedder.dims, "each vector has the promised dimensions");
    ok(vector.every(Number.isFinite), "every value is a number");
    const length = Math.hypot(...vector);
    ok(Math.abs(length - 1) < 1e-3, `a vector has length 1, not ${length}`);
  }
}

async function passing(
  create: () => Promise<EmbedderSubject>,
  check: (embedder: Embedder) => Promise<void>,
): Promise<SuiteOutcome> {
  await using subject = await create();
  await check(subject.embedder);
  return PASSED;
}

export const EMBEDDER_SUITE: readonly EmbedderCase[] = [
  {
    name: "texts of any script become unit vectors of the promised dimensions, in both roles",
    check: async (create) =>
      passing(create, async (embedder) => {
        ok(Number.isInteger(embedder.dims) && embedder.dims > 0);
        ok(embedder.maxTokens > 0);
        for (const role of ROLES) checkVectors(await embedder.embed(TEXTS, role), TEXTS.length, embedder);
      }),
  },
  {
    name: "no texts give no vectors",
    check: async (create) =>
      passing(create, async (embedder) => {
        deepEqual(await embedder.embed([], "document"), []);
      }),
  },
  {
    name: "an empty text, blanks and a text far beyond maxTokens have vectors too",
    check: async (create) =>
      passing(create, async (embedder) => {
        const long = "word ".repeat(Math.min(embedder.maxTokens * 3, 40_000));
        checkVectors(await embedder.embed(["", " \n\t ", long], "document"), 3, embedder);
      }),
  },
  {
    name: "a text has the same vector alone, among others and in another order",
    check: async (create) =>
      passing(create, async (embedder) => {
        const together = await embedder.embed(TEXTS, "document");
        const turned = await embedder.embed(TEXTS.toReversed(), "document");
        for (const [index, text] of TEXTS.entries()) {
          const [alone] = await embedder.embed([text], "document");
          ok(cosine(alone, together[index]) > SAME, `"${text}" alone`);
          ok(cosine(alone, turned[TEXTS.length - 1 - index]) > SAME, `"${text}" in another order`);
        }
      }),
  },
  {
    name: "another text has another vector",
    check: async (create) =>
      passing(create, async (embedder) => {
        const [first, second] = await embedder.embed([TEXTS[0], TEXTS[1]], "document");
        ok(cosine(first, second) < SAME);
      }),
  },
  {
    name: "many texts at once come back complete and in order",
    check: async (create) =>
      passing(create, async (embedder) => {
        const texts = Array.from({ length: 200 }, (_, index) => `Part number ${index * 7919} is in shelf ${index}.`);
        const vectors = await embedder.embed(texts, "document");
        checkVectors(vectors, texts.length, embedder);
        for (const index of [0, 1, 99, 198, 199]) {
          const [alone] = await embedder.embed([texts[index] ?? ""], "document");
          ok(cosine(alone, vectors[index]) > SAME, `text ${index} is at its place`);
        }
      }),
  },
  {
    name: "calls at the same time do not get each other's vectors",
    check: async (create) =>
      passing(create, async (embedder) => {
        const alone = await embedder.embed(TEXTS, "document");
        const together = await Promise.all(TEXTS.map(async (text) => embedder.embed([text], "document")));
        for (const [index, vectors] of together.entries()) ok(cosine(vectors[0], alone[index]) > SAME);
      }),
  },
  {
    name: "the fingerprint and the vectors are the same when opened again",
    check: async (create) => {
      await using first = await create();
      await using second = await create();
      ok(first.embedder.fingerprint.length > 0);
      equal(second.embedder.fingerprint, first.embedder.fingerprint);
      equal(second.embedder.dims, first.embedder.dims);
      const [[one], [other]] = [
        await first.embedder.embed([TEXTS[0]], "query"),
        await second.embedder.embed([TEXTS[0]], "query"),
      ];
      ok(cosine(one, other) > SAME);
      return PASSED;
    },
  },
  {
    name: "an aborted call stops with the signal's reason, and the next one works",
    check: async (create) =>
      passing(create, async (embedder) => {
        await rejects(embedder.embed(TEXTS, "document", AbortSignal.abort()), { name: "AbortError" });
        checkVectors(await embedder.embed(TEXTS, "document"), TEXTS.length, embedder);
      }),
  },
  {
    name: "what it has spent only grows",
    check: async (create) => {
      await using subject = await create();
      const { embedder } = subject;
      if (embedder.spent === undefined) return skipped("it costs nothing but time and so counts nothing");
      const before = embedder.spent();
      await embedder.embed(TEXTS, "document");
      const after = embedder.spent();
      ok(after.requests > before.requests);
      ok(after.tokens > before.tokens);
      return PASSED;
    },
  },
  {
    name: "a question is nearer to the text that answers it than to one about something else",
    check: async (create) => {
      await using subject = await create();
      if (!subject.meaningful) return skipped("its vectors are not meant to carry meaning");
      const [question] = await subject.embedder.embed(["How long does the warranty last?"], "query");
      const [right, wrong] = await subject.embedder.embed([TEXTS[0], TEXTS[1]], "document");
      ok(cosine(question, right) > cosine(question, wrong));
      return PASSED;
    },
  },
];
