import { expect, test } from "vitest";

import { createTokenCounter, estimateTokens } from "./estimate-tokens.ts";

/** Counts by cl100k, taken once with its published vocabulary. */
const SAMPLES = [
  {
    name: "English",
    tokens: 47,
    within: 0.1,
    text: "The library keeps every document whole and cuts it into passages along its own structure. When a page changes, only the passages that changed are embedded again, so a correction that lands at nine o'clock can be found a few minutes later.",
  },
  {
    name: "code",
    tokens: 46,
    within: 0.15,
    text: "export function mean(values: readonly number[]): number {\n  let sum = 0;\n  for (const value of values) sum += value;\n  return values.length === 0 ? 0 : sum / values.length;\n}\n",
  },
  {
    name: "a table",
    tokens: 59,
    within: 0.15,
    text: "| Name | Price | In stock |\n| --- | ---: | --- |\n| Teapot, 1.2 l | 34.50 | yes |\n| Kettle | 79.00 | no |\n| Cup, set of 6 | 18.99 | yes |\n",
  },
  {
    name: "German",
    tokens: 54,
    within: 0.35,
    text: "Die Bibliothek bewahrt jedes Dokument unverändert auf und zerlegt es entlang seiner Gliederung in Abschnitte. Ändert sich eine Seite, werden nur die geänderten Abschnitte neu eingebettet.",
  },
  {
    name: "Russian",
    tokens: 40,
    within: 0.3,
    text: "Библиотека хранит каждый документ целиком и делит его на отрывки по его собственной структуре.",
  },
  {
    name: "Chinese",
    tokens: 52,
    within: 0.2,
    text: "图书馆完整保存每一份文件,并按照其自身结构将其切分为段落。页面更改时,只有更改过的段落会重新嵌入。",
  },
  {
    name: "Japanese",
    tokens: 67,
    within: 0.2,
    text: "ライブラリは各文書をそのまま保存し、構造に沿って段落に分割します。ページが変わると、変わった段落だけが再び埋め込まれます。",
  },
];

test.each(SAMPLES)("$name is estimated within a share of $within of cl100k", ({ text, tokens, within }) => {
  expect(Math.abs(estimateTokens(text) / tokens - 1)).toBeLessThanOrEqual(within);
});

test("a counter reads any part of a long text as it would read the part alone", () => {
  const text = SAMPLES.map((sample) => sample.text)
    .join("\n")
    .repeat(100);
  const count = createTokenCounter(text);
  for (const [start, end] of [
    [0, text.length],
    [70_000, 140_001],
    [65_535, 65_537],
    [10, 500],
    [131_072, 131_073],
  ] as const) {
    expect(count(start, end)).toBe(estimateTokens(text.slice(start, end)));
  }
});

test("anything counts at least one token", () => {
  expect(estimateTokens("")).toBe(1);
  expect(estimateTokens("i")).toBe(1);
});
