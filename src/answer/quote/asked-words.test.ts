import { expect, test } from "vitest";

import { askedWords, shows, type Analyze, type AskedWord } from "./asked-words.ts";

const STOPS = new Set(["the", "is", "of", "does", "how", "what", "which", "do", "i", "a", "to"]);
const count = (text: string): Map<string, number> =>
  new Map((text.toLowerCase().match(/[\p{L}\p{N}]+|\p{L}+-[\p{L}-]+/gu) ?? []).map((word) => [word, 1]));
/** Like a library's analyzer: a code is found whole and by its parts, stop words only when there is nothing else. */
const analyze: Analyze = {
  passage: count,
  question: (text) => {
    const all = [...count(text)].flatMap(([word]) => [
      word,
      ...(/\d/.test(word) ? (word.match(/\D+|\d+/g) ?? []) : []),
    ]);
    const telling = all.filter((word) => !STOPS.has(word));
    return new Map((telling.length > 0 ? telling : all).map((word) => [word, 1]));
  },
};
const rarity = new Map([
  ["router", 0.4],
  ["usually", 0.2],
  ["gasoline", 0.8],
  ["need", 0.6],
  ["s3", 0.9],
  ["s", 0.2],
  ["3", 0.2],
]);

function words(question: string): readonly AskedWord[] {
  return askedWords(question, analyze, rarity);
}

function named(question: string): readonly string[] {
  return words(question).map(({ text }) => text);
}

test("stop words, negations and question words are not looked for, not even when there is nothing else", () => {
  expect(named("How do I not reset the router?")).toEqual(["reset", "router"]);
  expect(named("what is the")).toEqual([]);
});

test("the noun that an answer replaces is looked for too", () => {
  expect(named("Which router is it?")).toContain("router");
});

test("rare words are needed most, names without a limit, ordinary and light ones with one", () => {
  const need = new Map(words("need gasoline, the X900 and the router usually").map((word) => [word.text, word.need]));
  expect(need.get("X900")).toBe(1);
  expect(need.get("gasoline")).toBe(0.7);
  expect(need.get("router")).toBe(0.4);
  expect(need.get("need")).toBe(0.15);
});

test("a code is shown by itself, not by its parts", () => {
  const [code] = words("the S3");
  if (code === undefined) throw new Error("no word");
  expect(shows(new Set(["s3"]), code)).toBe(1);
  expect(shows(new Set(["s", "2"]), code)).toBe(0);
});

test("irregular forms show a word as well as itself, other words for it a little less", () => {
  const [kept, warranty] = words("kept guarantee");
  if (kept === undefined || warranty === undefined) throw new Error("no words");
  expect(shows(new Set(["keep"]), kept)).toBe(1);
  expect(shows(new Set(["warranty"]), warranty)).toBeCloseTo(0.7);
  expect(shows(new Set(["lamp"]), warranty)).toBe(0);
});

test("two words that may be written as one show each other", () => {
  const [roll] = words("roll back the router");
  expect(roll?.names).toContain("rollback");
});

test("a hyphened word that stands nowhere is looked for by its parts", () => {
  expect(named("the carried-over router")).toEqual(["carried", "over", "router"]);
});

test("a word stands nowhere only when none of its forms does", () => {
  const nowhere = words("router zebra").map(({ isNowhere }) => isNowhere);
  expect(nowhere).toEqual([false, true]);
  expect(askedWords("zebra", analyze, undefined)[0]?.isNowhere).toBe(false);
});

test("a pasted page is looked for by its first hundred words", () => {
  const page = Array.from({ length: 5000 }, (_, index) => `word${index}`).join(" ");
  expect(words(page)).toHaveLength(100);
});

test("small words of the question's own language are left out, and its asking verbs are light", () => {
  expect(named("Wie lange dauert die Probezeit in der Werkstatt?")).toEqual([
    "lange",
    "dauert",
    "Probezeit",
    "Werkstatt",
  ]);
  expect(named("Où est la clé de la cave ?")).toEqual(["clé", "cave"]);
  expect(named("Waar is de sleutel?")).toEqual(["sleutel"]);
  const [verb, thing] = words("Wie lautet der Zugangscode?");
  expect(verb).toMatchObject({ text: "lautet", isLight: true, isNowhere: false });
  expect(thing).toMatchObject({ text: "Zugangscode", isNowhere: true });
});

test("a word that is small elsewhere stays what it is in an English question", () => {
  expect(named("Which die is in the casting machine?")).toContain("die");
  expect(named("die router")).toEqual(["die", "router"]);
  expect(named("Was the hat on sale in the war?")).toEqual(expect.arrayContaining(["hat", "sale", "war"]));
});
