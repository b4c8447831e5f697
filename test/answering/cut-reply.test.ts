// A reply that used up its tokens: what there is of it is given, and said to be cut.
import { expect, test } from "vitest";

import { buildDocument } from "../../src/testing/index.ts";
import { askLibrary } from "./answer-library.ts";

const LIBRARY = [
  buildDocument("kettles", "# Velora kettle\n\nThe Velora kettle costs 48 euros. Its warranty is 2 years.", {
    title: "Velora kettle",
    format: "markdown",
  }),
];
const PRICE = "What does the Velora kettle cost?";

test("an answer that was cut says so, and one that was not does not", async () => {
  const says = ["The Velora kettle costs 48 euros [1]. Its"];
  const cut = await askLibrary(LIBRARY, { question: PRICE }, { says, ends: "length" });
  expect(cut.answer).toMatchObject({ answered: true, cut: true, citations: [{ documentId: "kettles" }] });
  const whole = await askLibrary(LIBRARY, { question: PRICE }, { says });
  expect(whole.answer).not.toHaveProperty("cut");
});

test("a reply of which nothing came before its end, as of one who thought too long, is a refusal that was cut", async () => {
  const { answer } = await askLibrary(LIBRARY, { question: PRICE }, { says: [], ends: "length" });
  expect(answer).toMatchObject({ answered: false, cut: true });
  const silent = await askLibrary(LIBRARY, { question: PRICE }, { says: [] });
  expect(silent.answer).not.toHaveProperty("cut");
});

test("JSON that was cut is an error that names the limit", async () => {
  const json = { type: "object" };
  const asked = askLibrary(
    LIBRARY,
    { question: PRICE, json },
    { says: ['{"sufficient": true, "value": {"pri'], json: true, ends: "length", settings: { maxReplyTokens: 20 } },
  );
  await expect(asked).rejects.toMatchObject({
    message: "scripted had used up its 20 tokens before its JSON was complete.",
    hint: expect.stringContaining("answer.maxReplyTokens"),
  });
});
