// Names as they are spelt.
import { expect, test } from "vitest";

import { nameWords } from "./name-words.ts";

const names = (text: string): readonly string[] => [...nameWords(text)];

test("names, codes and numbers of a question are told from its other words", () => {
  expect(names("What is the pressure of pump P-12?")).toEqual(["p-12"]);
  expect(names("How long is the warranty of the Aurora lamp in Lisbon?")).toEqual(["aurora", "lisbon"]);
  expect(names("May I return it? How do I get to the HQ, and who is O'Neill?")).toEqual(["hq", "o'neill"]);
});

test("a capital says nothing at the beginning of a sentence, in a heading, and in German", () => {
  expect(names("“Lamps” break. How often?")).toEqual([]);
  expect(names("What Is The Warranty Of The Lamp?")).toEqual([]);
  expect(names("Wie lange ist die Garantie der Lampe S3 von der IKEA?")).toEqual(["s3", "ikea"]);
});
