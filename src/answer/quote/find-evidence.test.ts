import { expect, test } from "vitest";

import type { SearchHit } from "../../spec/retriever.ts";
import { buildDocument, buildPassages, countWords } from "../../testing/index.ts";
import { findEvidence, type Evidence } from "./find-evidence.ts";
import { pickUnits, rankUnits } from "./rank-units.ts";
import { readQuestion, shareShown, type Question } from "./read-question.ts";
import { UNIT_WEIGHTS } from "./trained-weights.ts";

const STOPS = new Set("a the is do does how i my it what which who when to of and in where".split(" "));
const analyze = {
  passage: countWords,
  question: (text: string) => new Map([...countWords(text)].filter(([word]) => !STOPS.has(word))),
};

/** A document of one passage, as a search would bring it. */
function hitOf(text: string, score = 1): SearchHit {
  const {
    text: _text,
    landmarks: _landmarks,
    ...document
  } = buildDocument(text, text, { format: "markdown", title: "Manual" });
  const [passage] = buildPassages(text);
  if (passage === undefined) throw new Error("no passage");
  const { terms: _terms, ...kept } = { ...passage, start: 0, end: text.length };
  return { passage: { ...kept, documentId: document.id, text, document }, score };
}

function read(text: string): Question {
  return readQuestion(text, analyze, undefined);
}

function evidence(question: string, ...texts: readonly string[]): readonly Evidence[] {
  return findEvidence(
    texts.map((text) => hitOf(text)),
    read(question),
    analyze,
  );
}

function best(question: string, ...texts: readonly string[]): string | undefined {
  return rankUnits(read(question), evidence(question, ...texts), UNIT_WEIGHTS)[0]?.evidence.quote.shown;
}

test("each ring around a unit shows at least what the one inside it shows", () => {
  const question = "red lamp blinks in the garden manual";
  const text = "## Garden\n\nThe lamp is red. It blinks fast. Other things too.\n\nMore about colours.";
  for (const { own, led, about, around, passage } of evidence(question, text)) {
    const shares = [own, led, about, around, passage].map((shown) => shareShown(read(question), shown));
    expect(shares).toEqual(shares.toSorted((one, other) => one - other));
  }
});

test("a sentence that points back is quoted with the one before it", () => {
  const text = "Fuel is kept in the brick shed. No more than 50 litres may stand there.";
  expect(best("How much fuel may be kept in the shed?", text)).toBe(text);
});

test("a sentence that points back is quoted alone when it has nothing to say", () => {
  const quotes = evidence("How big is the lamp?", "The lamp is big. It rains.").map(({ quote }) => quote.shown);
  expect(quotes).toEqual(["The lamp is big.", "It rains."]);
});

test("a quote and the sentence before it stand at their place in the text", () => {
  const text = "Nothing here.\n\nThe **lamp** is red. It costs £4.";
  const widened = evidence("What does the lamp cost?", text).find(({ isWidened }) => isWidened);
  expect(text.slice(widened?.quote.start, widened?.quote.end)).toBe("The **lamp** is red. It costs £4.");
});

test("a whole list answers how, one of its items answers how much", () => {
  const text = "## Starting the pump\n\n1. Fill it with 3 litres of water.\n2. Pull the cord.";
  expect(best("How do I start the pump?", text)).toContain("2. Pull the cord.");
  expect(best("How many litres of water go in?", text)).toBe("Fill it with 3 litres of water.");
});

test("prefers what tells the kind of thing that is asked for", () => {
  const text = "The repair is done in the yard.\n\nA repair is £45.";
  expect(best("How much is a repair?", text)).toBe("A repair is £45.");
  expect(best("Where is the repair done?", text)).toBe("The repair is done in the yard.");
});

test("further quotes are picked while they are nearly as likely, and not for ever", () => {
  const texts = ["The lamp is red.", "A lamp is red too.", "One more lamp is red.", "Yet a lamp is red."];
  const ranked = rankUnits(read("lamp red"), evidence("lamp red", ...texts), UNIT_WEIGHTS);
  expect(ranked.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1);
  expect(pickUnits(ranked, 3)).toHaveLength(3);
  const clear = rankUnits(read("lamp red"), evidence("lamp red", "The lamp is red.", "It rains."), UNIT_WEIGHTS);
  expect(pickUnits(clear, 3)).toHaveLength(1);
  expect(pickUnits([], 3)).toEqual([]);
});

test("a sentence that goes on with what was said is quoted too, unless a number is asked for", () => {
  const text = "Who cancels in time gets the deposit back. After that we keep it. Cakes are round.";
  const both = "Who cancels in time gets the deposit back. After that we keep it.";
  expect(best("Do I get my deposit back if I cancel?", text)).toBe(both);
  expect(best("How much is the lamp?", "The lamp is £4. Then it rains.")).toBe("The lamp is £4.");
});

test("a range that is said holds the number that is asked about", () => {
  const table = "| years with us | notice |\n|---|---|\n| under 2 | 2 weeks |\n| 10 or more | 5 months |";
  expect(best("What is the notice after twelve years?", table)).toContain("5 months");
  expect(best("What is the notice after 1 years?", table)).toContain("2 weeks");
});

test("a row is also about what is said around its table", () => {
  const text = "Leaving is hard.\n\n| rank | weeks |\n|---|---|\n| mate | 4 |\n\nNotice is given in writing.";
  const question = read("notice mate");
  const row = findEvidence([hitOf(text)], question, analyze).find(({ unit }) => unit.kind === "row");
  expect(row?.around).toEqual([1, 1]);
  expect(row?.about).toEqual([0, 1]);
});
