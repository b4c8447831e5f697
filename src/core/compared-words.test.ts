// What counts as the same words.
import { expect, test } from "vitest";

import { comparedWords, oneSpelling, speltWords, wordsWorth } from "./compared-words.ts";

test.each([
  ["Where's pump P-12?", "Where’s pump P‑12"],
  ["Where's pump P-12?", "where`s  pump P–12"],
  ["What is the warranty?", "What is the war\u00adran\u200bty?"],
  ["What is the ﬁle?", "WHAT IS THE FILE"],
  ["Who works in İstanbul?", "WHO WORKS IN ISTANBUL?"],
  ["Welche Straße?", "WELCHE STRASSE?"],
  ["Café", "Cafe\u0301"],
])("%j and %j are the same words", (one, other) => {
  expect(comparedWords(one)).toEqual(comparedWords(other));
  expect(speltWords(one)).toEqual(speltWords(other));
});

test("a long dash parts two words, as it does with blanks around it", () => {
  expect(comparedWords("the lamp—how long")).toEqual(comparedWords("the lamp — how long"));
});

test("where no blanks stand between words, each letter is one, and codes and numbers stay whole", () => {
  expect(comparedWords("P-12泵の圧力は30bar？")).toEqual(["p-12", "泵", "の", "圧", "力", "は", "30bar"]);
  expect(speltWords("保修期多长？ 两年")).toEqual(["保修期多长", "两年"]);
  expect(comparedWords("サーバー")).toHaveLength(4);
  expect(wordsWorth(comparedWords("保修期多长 for us"))).toBe(4.5);
});

test("capitals stay where only the spelling is made one", () => {
  expect(oneSpelling("O’Neill – ΑΒ\u00ad")).toBe("O'Neill - ΑΒ");
});
