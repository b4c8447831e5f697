import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { shownPassages } from "../../src/answer/model/gather-passages.ts";
import { passageOfDocument } from "../../src/answer/model/prompt/source-passage.ts";
import {
  createReplyReader,
  type ReadReply,
  type ReplyEvent,
} from "../../src/answer/model/reply/create-reply-reader.ts";
import { readPassage } from "../../src/answer/model/verify/read-passage.ts";
import { STANDARD_ANALYZER } from "../../src/library/index/analyze.ts";
import { buildDocument } from "../../src/testing/index.ts";

const TEXTS = ["The fee is 48 euros. The term is two years.", "The contact is Mira Toldan. She sits in room 4.12."];

function read(
  reply: string,
  steps: readonly number[] = [reply.length],
): ReadReply & { readonly events: readonly ReplyEvent[] } {
  const documents = TEXTS.map((text, at) => buildDocument(`d${at + 1}`, text, { title: `Page ${at + 1}` }));
  const passages = documents.map((document) => passageOfDocument(document));
  const onShelf = documents.flatMap((document, at) => {
    const passage = readPassage({ ...passageOfDocument(document), number: at + 1 }, document, STANDARD_ANALYZER);
    return passage === undefined ? [] : [[at + 1, passage] as const];
  });
  const shelf = { passages: new Map(onShelf), analyze: STANDARD_ANALYZER, asked: "" };
  const reader = createReplyReader({ shown: shownPassages(passages), shelf, isKnownAddress: () => false });
  const events: ReplyEvent[] = [];
  let at = 0;
  for (let turn = 0; at < reply.length; turn += 1) {
    const step = steps[turn % steps.length] ?? 1;
    events.push(...reader.push(reply.slice(at, at + step)));
    at += step;
  }
  events.push(...reader.end());
  return { ...reader.read(), events };
}

const text = (reply: string): string => read(reply).text;

describe("what is shown", () => {
  test.each([
    ["a mark that holds stays", "The fee is 48 euros [1].", "The fee is 48 euros [1]."],
    [
      "a mark behind the full stop stays there",
      "The fee is 48 euros.[1] The term is two years. [1]",
      "The fee is 48 euros. [1] The term is two years. [1]",
    ],
    ["an invented number goes", "The moon is green [7].", "The moon is green."],
    ["a mark on the wrong passage becomes the right one", "The fee is 48 euros [2].", "The fee is 48 euros [1]."],
    ["a mark whose passage says another number goes", "The fee is 49 euros [1].", "The fee is 49 euros."],
    ["what cites nothing gets the mark that it should have", "The fee is 48 euros.", "The fee is 48 euros. [1]"],
    ["one of two numbers holds", "The fee is 48 euros [1, 2].", "The fee is 48 euros [1]."],
    [
      "two claims in one sentence have a mark each",
      "The fee is 48 euros [1] and the contact is Mira Toldan [2].",
      "The fee is 48 euros [1] and the contact is Mira Toldan [2].",
    ],
    ["a mark may come first", "According to [1], the fee is 48 euros.", "According to [1], the fee is 48 euros."],
    [
      "what stood before an invented number makes sense",
      "According to [8], the moon is green.",
      "According to the documents, the moon is green.",
    ],
  ])("%s", (_, reply, wanted) => {
    expect(text(reply)).toBe(wanted);
  });
});

test("every claim without support is listed with its place and reason", () => {
  const reply = read(
    "The fee is 49 euros [1]. The moon is green. The tax is 7 percent [9]. “The fee was 48 euros” [1].",
  );
  const listed = reply.unsupported.map(({ start, end, reason }) => [reply.text.slice(start, end), reason]);
  expect(listed).toEqual([
    ["The fee is 49 euros", "other-values"],
    ["The moon is green.", "unmarked"],
    ["The tax is 7 percent", "invented-number"],
    ["“The fee was 48 euros”", "altered-quote"],
  ]);
  expect(reply.removed).toMatchObject({ inventedNumbers: 1, unverifiedMarks: 2 });
});

test("a citation is the exact text of its document, and its claim the exact text of the answer", () => {
  const reply = read("Well. The fee is 48 euros [1]. The contact is Mira Toldan (passage 2).");
  expect(
    reply.citations.map(({ quote, mark, claim }) => [quote, mark, reply.text.slice(claim.start, claim.end)]),
  ).toEqual([
    ["The fee is 48 euros.", 1, "The fee is 48 euros"],
    ["The contact is Mira Toldan.", 2, "The contact is Mira Toldan"],
  ]);
  for (const { start, end, quote, documentId } of reply.citations) {
    expect(TEXTS[Number(documentId.slice(1)) - 1]?.slice(start, end)).toBe(quote);
  }
});

test("a source is told once, before it is first cited", () => {
  const { events } = read("The fee is 48 euros [1]. The term is two years [1].");
  expect(events.map(({ kind }) => kind).filter((kind) => kind !== "text-delta")).toEqual([
    "source",
    "citation",
    "citation",
  ]);
});

const PIECES = [
  "The fee is 48 euros [1].",
  "The fee is 49 euros [1].",
  "The contact is Mira Toldan【2】.",
  "She sits in room 4.12 (passage 2).",
  "The term is two years.",
  "The moon is green [9].",
  "- The fee is 48 euros [1, 2]\n",
  "See [here](https://evil.example/x) [1].",
  "According to [2], the contact is Mira Toldan.",
  "“The term is two years” [1][2].",
];

test("however a reply is cut into pieces, the same is shown, nothing shown changes, and no half mark is seen", () => {
  const replies = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 5 }).map((some) => some.join(" "));
  const steps = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(replies, steps, (reply, cut) => {
      const whole = read(reply);
      const streamed = read(reply, cut);
      expect(streamed.text).toBe(whole.text);
      expect(streamed.citations).toEqual(whole.citations);
      expect(streamed.unsupported).toEqual(whole.unsupported);
      let seen = "";
      for (const event of streamed.events) {
        if (event.kind !== "text-delta") continue;
        seen += event.text;
        expect(streamed.text.startsWith(seen)).toBe(true);
        expect(seen).not.toMatch(/\[\d*$|【|evil/u);
      }
      expect(seen).toBe(whole.text);
    }),
    { seed: 7, numRuns: 200 },
  );
});
