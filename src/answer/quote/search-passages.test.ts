import { expect, test } from "vitest";

import type { Retriever, SearchHit, SearchResult } from "../../spec/retriever.ts";
import { buildDocument, buildPassages, countWords } from "../../testing/index.ts";
import { searchPassages } from "./search-passages.ts";

const analyze = { passage: countWords, question: countWords };
const REQUEST = { query: "", principals: ["public"], limit: 5 };

function hit(): SearchHit {
  const { text: _text, landmarks: _landmarks, ...document } = buildDocument("d", "wages");
  const [built] = buildPassages("wages");
  if (built === undefined) throw new Error("no passage");
  const { terms: _terms, ...kept } = built;
  return { passage: { ...kept, documentId: "d", text: "wages", document }, score: 1 };
}

/** Knows these words and no others; remembers what was asked. */
function retriever(known: readonly string[], asked: string[]): Retriever {
  return {
    search: async ({ query, rarity: wanted }): Promise<SearchResult> => {
      asked.push(query);
      const words = [...countWords(query).keys()];
      const rarity = new Map(words.map((word) => [word, known.includes(word) ? 0.5 : 1]));
      const hits = words.some((word) => known.includes(word)) ? [hit()] : [];
      return {
        hits,
        exact: true,
        visible: 9,
        generation: 1,
        terms: words,
        timingsMs: {},
        ...(wanted === true && { rarity }),
      };
    },
  };
}

test("irregular forms are searched for at once", async () => {
  const asked: string[] = [];
  await searchPassages(retriever(["pump", "kept"], asked), { ...REQUEST, query: "the pump is kept" }, analyze);
  expect(asked[0]).toBe("the pump is kept keep");
});

test("other words are searched for only where a word stands nowhere", async () => {
  const asked: string[] = [];
  const query = "salary";
  const found = await searchPassages(retriever(["wage"], asked), { ...REQUEST, query }, analyze);
  expect(asked).toHaveLength(2);
  expect(asked[1]).toContain("wage");
  expect(found.hits).toHaveLength(1);
  asked.length = 0;
  await searchPassages(retriever(["salary", "wage"], asked), { ...REQUEST, query }, analyze);
  expect(asked).toHaveLength(1);
});

test("what other words do not find either stays as it was", async () => {
  const asked: string[] = [];
  const found = await searchPassages(retriever([], asked), { ...REQUEST, query: "salary" }, analyze);
  expect(found.terms).toEqual(["salary"]);
});

test("words that a question is phrased with are not searched for, unless there are no others", async () => {
  const asked: string[] = [];
  await searchPassages(retriever(["pump"], asked), { ...REQUEST, query: "get the pump-get up" }, analyze);
  expect(asked[0]?.trim()).toBe("the pump-get");
  asked.length = 0;
  await searchPassages(retriever(["get"], asked), { ...REQUEST, query: "get use" }, analyze);
  expect(asked[0]).toMatch(/^get use/);
});
