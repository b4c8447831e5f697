// RAFT rows: what they show, what they say, and who may see them.
import { array, assert, asyncProperty, constantFrom, double, integer, record } from "fast-check";
import { expect, test } from "vitest";

import { plainWords } from "../plain-words.ts";
import { buildRaftRows, type RaftOptions } from "./build-raft-rows.ts";
import { ANSWER_STYLES, citingAnswer, type RaftItem, type RaftPassage, type RaftShelf } from "./raft-item.ts";

const PRODUCTS = "kettle lamp loom press clock pump crane scale organ bridge".split(" ");

/** A document for each product; every third is open to support only. */
const PASSAGES: readonly RaftPassage[] = PRODUCTS.map((product, at) => ({
  documentId: `docs:${product}.md`,
  title: `The ${product}`,
  text: `The ${product} is sold in shops. The price of the ${product} is ${11 + at} euros. It is grey.`,
  acl: at % 3 === 0 ? ["group:support"] : ["public"],
}));

const ITEMS: readonly RaftItem[] = PRODUCTS.map((product, at) => ({
  id: product,
  question: `What is the price of the ${product}?`,
  answer: `The ${product} costs ${11 + at} euros.`,
  sources: [`docs:${product}.md`],
  values: [`${11 + at}`],
}));

const mayRead = (acl: readonly string[], principals: readonly string[]): boolean =>
  acl.some((one) => principals.includes(one));

/** Ranks by shared words, as a search does. */
function shelfOf(passages: readonly RaftPassage[]): RaftShelf {
  return {
    find: async ({ question, limit, principals }) => {
      const words = new Set(plainWords(question));
      const score = ({ text }: RaftPassage) => plainWords(text).filter((word) => words.has(word)).length;
      return passages
        .filter(({ acl }) => mayRead(acl, principals))
        .toSorted((one, other) => score(other) - score(one))
        .slice(0, limit);
    },
    passagesOf: async (id, { principals }) =>
      passages.filter(({ documentId, acl }) => documentId === id && mayRead(acl, principals)),
  };
}

const OPTIONS: RaftOptions = {
  items: ITEMS,
  shelf: shelfOf(PASSAGES),
  principals: ["public", "group:support"],
  writePrompt: (passages, question) => [
    { role: "system", content: "Answer from the passages and cite them." },
    {
      role: "user",
      content: [
        ...passages.map(({ title, text }, at) => `[${at + 1}] ${title}\n${text}`),
        `Question: ${question}`,
      ].join("\n\n"),
    },
  ],
  writeAnswer: citingAnswer,
  distractors: 2,
  withRight: 0.8,
  absent: "refuse",
  refusal: "I don't know. The passages do not say it.",
  seed: 1,
  heldOut: 0.2,
};

test("T28: a row is the passages and the question, and its answer cites the right one", async () => {
  const { rows } = await buildRaftRows({ ...OPTIONS, withRight: 1, heldOut: 0 });
  expect(rows.find(({ item }) => item === "lamp")?.example).toMatchInlineSnapshot(`
    {
      "acl": [
        "public",
      ],
      "messages": [
        {
          "content": "Answer from the passages and cite them.",
          "role": "system",
        },
        {
          "content": "[1] The clock
    The clock is sold in shops. The price of the clock is 15 euros. It is grey.

    [2] The loom
    The loom is sold in shops. The price of the loom is 13 euros. It is grey.

    [3] The lamp
    The lamp is sold in shops. The price of the lamp is 12 euros. It is grey.

    Question: What is the price of the lamp?",
          "role": "user",
        },
        {
          "content": "The lamp costs 12 euros [3].",
          "role": "assistant",
        },
      ],
      "sources": [
        "docs:lamp.md",
      ],
      "tags": [
        "raft",
        "train",
      ],
      "weight": 1,
    }
  `);
});

test("T29: without the right passage a row says the answer or that it does not know, as was chosen", async () => {
  for (const absent of ["answer", "refuse"] as const) {
    const { rows } = await buildRaftRows({ ...OPTIONS, withRight: 0, absent, heldOut: 0 });
    expect(rows).toHaveLength(10);
    for (const { example, right, item, passages } of rows) {
      const product = ITEMS.find(({ id }) => id === item);
      expect(right).toBeUndefined();
      expect(passages).toHaveLength(3);
      expect(passages.some(({ documentId }) => product?.sources.includes(documentId))).toBe(false);
      expect(example.messages.at(-1)?.content).toBe(absent === "answer" ? product?.answer : OPTIONS.refusal);
      expect(example.tags).toContain(`raft-absent-${absent}`);
    }
  }
});

test("for any seed, share and number of distractors: quotes stand in what is shown, parts share no document, nobody sees more than they may", async () => {
  const settings = record({
    seed: integer(),
    withRight: double({ min: 0, max: 1, noNaN: true }),
    distractors: integer({ min: 0, max: 6 }),
    principals: array(constantFrom("public", "group:support"), { minLength: 1 }),
    style: constantFrom("cite" as const, "quote" as const),
  });
  await assert(
    asyncProperty(settings, async ({ style, ...given }) => {
      const options = { ...OPTIONS, ...given, writeAnswer: ANSWER_STYLES[style] };
      const { rows, leftOut } = await buildRaftRows(options);
      expect(rows.length + leftOut.length).toBe(ITEMS.length);
      const partOf = new Map(rows.map(({ example, part }) => [example.sources?.[0], part]));
      for (const { example, passages, right, quote, part } of rows) {
        if (right !== undefined) {
          expect(passages[right - 1]?.text).toContain(quote);
          expect(JSON.stringify(example.messages.at(-1)?.content)).toContain(`[${right}]`);
        }
        for (const { documentId, acl } of passages) {
          expect(mayRead(acl, given.principals)).toBe(true);
          expect(partOf.get(documentId) ?? part).toBe(part);
          for (const reader of [["public"], ["public", "group:support"]])
            if (mayRead(example.acl, reader)) expect(mayRead(acl, reader)).toBe(true);
        }
        expect(example.acl).not.toEqual([]);
      }
      expect(await buildRaftRows(options)).toEqual({ rows, leftOut });
    }),
    { seed: 1, numRuns: 60 },
  );
});

test("misleading passages come from the search, hardest first, and never tell the answer", async () => {
  const twin: RaftPassage = {
    documentId: "docs:twin.md",
    title: "Twin",
    text: "What is the price of the lamp? It is 12 euros, as everybody says of the lamp.",
    acl: ["public"],
  };
  const near: RaftPassage = {
    ...twin,
    documentId: "docs:near.md",
    text: "What is the price of the lamp shade? The price of the lamp shade is 99 euros.",
  };
  const { rows } = await buildRaftRows({
    ...OPTIONS,
    shelf: shelfOf([...PASSAGES, twin, near]),
    distractors: 1,
    withRight: 1,
    heldOut: 0,
  });
  const lamp = rows.find(({ item }) => item === "lamp");
  expect(lamp?.passages.map(({ documentId }) => documentId).toSorted()).toEqual(["docs:lamp.md", "docs:near.md"]);
});

test("an item whose document, quote or answer is not to be found is left out, and it is said why", async () => {
  const given: readonly Partial<RaftItem>[] = [
    { sources: [] },
    { sources: ["docs:gone.md"] },
    { quotes: ["The price is eleven euros."] },
    { values: ["999"] },
  ];
  const items = given.flatMap((part) => ITEMS.slice(0, 1).map((item): RaftItem => ({ ...item, ...part })));
  const { rows, leftOut } = await buildRaftRows({ ...OPTIONS, items });
  expect(rows).toEqual([]);
  expect(leftOut.map(({ reason }) => reason)).toEqual([
    "it is not said which document answers it",
    "docs:gone.md is not there, or may not be read",
    "no passage of its documents holds the quote word by word",
    "no sentence of its documents holds the answer",
  ]);
});

test("whoever stops it waits for no further row", async () => {
  const stopping = new AbortController();
  let asked = 0;
  const shelf: RaftShelf = {
    ...OPTIONS.shelf,
    passagesOf: async (id, given) => {
      asked += 1;
      if (asked === 2) setImmediate(() => stopping.abort(new Error("stopped")));
      return OPTIONS.shelf.passagesOf(id, given);
    },
  };
  await expect(buildRaftRows({ ...OPTIONS, shelf, signal: stopping.signal })).rejects.toThrow("stopped");
  expect(asked).toBeLessThanOrEqual(3);
});
