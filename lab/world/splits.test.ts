import { readdirSync, readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { createCast } from "./create-cast.ts";
import { inventCode, inventName, lookAlike, type Split, splitOf } from "./names.ts";
import { PUBLIC_WORLD } from "./public-world.ts";
import { randomFrom } from "./random.ts";
import { makeRow } from "./training/stages.ts";

const COMPANIES = { train: 1400, exam: 450, demo: 150 } as const;

type Found = { readonly words: Set<string>; readonly codes: Set<string> };

/** Words of five letters and more, and codes; rooms are numbers. */
function collect(text: string, { words, codes }: Found): void {
  for (const [word] of text.matchAll(/[A-Za-z]{5,}/gu)) words.add(word.toLowerCase());
  for (const [code] of text.replaceAll(/room [A-G]\d+/gu, "").matchAll(/\b[A-Z]{1,4}[-.]?\d[\d/.A-Z-]*[\dA-Z]/gu))
    codes.add(code);
}

function everythingOf(split: "train" | "exam" | "demo"): Found {
  const found: Found = { words: new Set(), codes: new Set() };
  for (let seed = 0; seed < COMPANIES[split]; seed += 1) {
    const random = randomFrom(`splits/${seed}`);
    const cast = createCast({ random, split });
    collect(cast.company, found);
    for (const { name, facts } of [...cast.subjects, ...cast.absent]) {
      collect(name, found);
      for (const { value } of facts) collect(value, found);
    }
    const phrasings = split === "train" ? "train" : "exam";
    for (let row = 0; row < 2; row += 1)
      collect(JSON.stringify(makeRow("mixed", { random, cast, phrasings })).replaceAll(String.raw`\n`, " "), found);
  }
  return found;
}

/** Ordinary words stand in the source; invented ones do not. */
function sourceWords(): ReadonlySet<string> {
  const words = new Set<string>();
  for (const file of readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
    const text = readFileSync(`${import.meta.dirname}/${file}`, "utf8");
    for (const [word] of text.matchAll(/[A-Za-z]{5,}/gu)) words.add(word.toLowerCase());
  }
  return words;
}

test(
  "two thousand companies of different splits share no invented word and no code, though they are drawn from the same seeds",
  { timeout: 120_000 },
  () => {
    const ordinary = sourceWords();
    const invented = ({ words }: Found): string[] => [...words].filter((word) => !ordinary.has(word));
    const found = { train: everythingOf("train"), exam: everythingOf("exam"), demo: everythingOf("demo") };
    const publicFound: Found = { words: new Set(), codes: new Set() };
    for (const { subject, value } of PUBLIC_WORLD.facts) collect(`${subject.name} ${value}`, publicFound);
    const publicWords = new Set(invented(publicFound));
    expect(invented(found.train).length).toBeGreaterThan(50_000);
    expect(invented(found.exam).length).toBeGreaterThan(10_000);
    for (const [one, other] of [
      ["train", "exam"],
      ["train", "demo"],
      ["exam", "demo"],
    ] as const) {
      const shared = invented(found[one]).filter((word) => found[other].words.has(word) && !publicWords.has(word));
      expect(shared, `words of ${one} and ${other}`).toEqual([]);
      expect(
        [...found[one].codes].filter((code) => found[other].codes.has(code)),
        `codes of ${one} and ${other}`,
      ).toEqual([]);
    }
  },
);

test("every invented word, look-alike and code lies in the split that it was made for", () => {
  const random = randomFrom("names");
  for (const split of ["train", "exam", "demo", "public"] satisfies Split[]) {
    for (let draw = 0; draw < 2000; draw += 1) {
      const name = inventName(random, split);
      expect(splitOf(name)).toBe(split);
      expect(splitOf(lookAlike(random, split, name))).toBe(split);
      expect(splitOf(inventCode(random, split))).toBe(split);
    }
  }
});

test("a look-alike is another word, mostly of the same length", () => {
  const random = randomFrom("look-alikes");
  let sameLength = 0;
  for (let draw = 0; draw < 500; draw += 1) {
    const name = inventName(random, "train");
    const other = lookAlike(random, "train", name);
    expect(other).not.toBe(name);
    if (other.length === name.length) sameLength += 1;
  }
  expect(sameLength).toBeGreaterThan(490);
});
