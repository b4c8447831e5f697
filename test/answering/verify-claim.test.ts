import { describe, expect, test } from "vitest";

import { passageOfDocument } from "../../src/answer/model/prompt/source-passage.ts";
import { readPassage } from "../../src/answer/model/verify/read-passage.ts";
import { findSupport, verifyClaim, type Shelf } from "../../src/answer/model/verify/verify-claim.ts";
import { STANDARD_ANALYZER } from "../../src/library/index/analyze.ts";
import { buildDocument } from "../../src/testing/index.ts";

const TEXTS = [
  "# Kettles\n\n## Velora kettle\n\nThe Velora kettle costs 48 euros. Its weight is 3 kg. It must not stand on glass.\n\n## Brasko kettle\n\nThe Brasko kettle costs 52 euros. Its weight is 4 kg.",
  "# Leave\n\nEmployees get 30 days of leave a year. Leave is requested in the portal by the end of March.\n\n- Carry-over: 5 days\n- Contact: Mira Toldan",
];

function shelf(asked = ""): Shelf {
  const read = TEXTS.map((text, at) => {
    const document = buildDocument(`d${at + 1}`, text, { format: "markdown", title: ["Kettles", "Leave"][at] ?? "" });
    return [
      at + 1,
      readPassage({ ...passageOfDocument(document), number: at + 1 }, document, STANDARD_ANALYZER),
    ] as const;
  });
  return {
    passages: new Map(read.flatMap(([number, passage]) => (passage === undefined ? [] : [[number, passage] as const]))),
    analyze: STANDARD_ANALYZER,
    asked,
  };
}

function verify(claim: string, numbers: readonly number[], asked?: string): string {
  const { evidence, reason } = verifyClaim(claim, numbers, shelf(asked));
  return reason ?? evidence.map(({ number, start, end }) => TEXTS[number - 1]?.slice(start, end)).join(" | ");
}

describe("supported by the sentence that says it", () => {
  test.each([
    [
      "The price of the Velora kettle is 48 euros.",
      1,
      "The Velora kettle costs 48 euros.",
      "What does the Velora kettle cost?",
    ],
    ["The Brasko kettle weighs 4 kg.", 1, "Its weight is 4 kg.", "What is the weight of the Brasko kettle?"],
    ["Employees get thirty days of leave.", 2, "Employees get 30 days of leave a year.", ""],
    ["You can carry over 5 days.", 2, "- Carry-over: 5 days", ""],
    ["The contact is Mira Toldan.", 2, "- Contact: Mira Toldan", "Who is the contact for leave?"],
    ["The Velora kettle must not stand on glass.", 1, "It must not stand on glass.", ""],
  ])("%s", (claim, number, sentence, asked) => {
    expect(verify(claim, [number], asked)).toBe(sentence);
  });

  test("a quote is its own evidence", () => {
    expect(verify("The page says “requested in the portal”.", [2])).toBe("requested in the portal");
  });

  test("two facts are put together from two sentences", () => {
    expect(verify("The Velora kettle costs 48 euros and its weight is 3 kg.", [1])).toBe(
      "The Velora kettle costs 48 euros. Its weight is 3 kg.",
    );
  });

  test("two passages support together what neither says alone", () => {
    expect(verify("The Velora kettle costs 48 euros and employees get 30 days of leave.", [1, 2])).toBe(
      "The Velora kettle costs 48 euros. | Employees get 30 days of leave a year.",
    );
  });
});

describe("not supported", () => {
  test.each([
    ["another number", "The Velora kettle costs 49 euros.", 1, "other-values"],
    ["the number of another thing", "The Velora kettle costs 52 euros.", 1, "other-values"],
    ["the number of something else about it", "The weight of the Velora kettle is 48 kg.", 1, "other-values"],
    ["another currency", "The Velora kettle costs 48 dollars.", 1, "other-values"],
    ["another unit of time", "Employees get 30 weeks of leave.", 2, "other-values"],
    ["another name", "The contact is Mira Tolman.", 2, "other-values"],
    ["a name in look-alike letters", "The contact is Mirа Toldan.", 2, "other-values"],
    ["a number in words that is another", "Employees get twenty days of leave.", 2, "other-values"],
    ["a passage about something else", "The Velora kettle costs 48 euros.", 2, "other-values"],
    ["an altered quote", "“Leave is requested in the office”", 2, "altered-quote"],
    ["a quote from another passage", "“The Velora kettle costs 48 euros”", 2, "altered-quote"],
    ["the opposite", "The Velora kettle must stand on glass.", 1, "other-words"],
    ["what nobody said", "Overtime is paid in cash.", 2, "other-words"],
  ])("%s", (_, claim, number, reason) => {
    expect(verify(claim, [number])).toBe(reason);
  });
});

test("a claim without a mark is looked for in all passages", () => {
  const [found] = findSupport("Employees get 30 days of leave a year.", shelf());
  expect(found).toMatchObject({ number: 2, by: "search" });
  expect(findSupport("Employees get 31 days of leave a year.", shelf())).toEqual([]);
});

test("a document that has changed since it was searched is no evidence", () => {
  const old = buildDocument("d", "The fee is 5 euros.");
  const changed = buildDocument("d", "The fee is 6 euros.");
  expect(readPassage({ ...passageOfDocument(old), number: 1 }, changed, STANDARD_ANALYZER)).toBeUndefined();
});
