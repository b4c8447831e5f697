// Replies that are JSON without having been asked for it: what a model writes that went to school for a house's form.
import { expect, test } from "vitest";

import { buildDocument } from "../../src/testing/index.ts";
import { askLibrary } from "./answer-library.ts";

const LIBRARY = [
  buildDocument("kettles", "# Velora kettle\n\nThe Velora kettle costs 48 euros. Its warranty is 2 years.", {
    title: "Velora kettle",
    format: "markdown",
  }),
];
const PRICE = { question: "What does the Velora kettle cost?" };
const reply = (answer: string, source: number | null, status = "found"): string =>
  JSON.stringify({ status, answer, source, desk: "Velora Desk" });

test("its fields are cited beside it, and its text stays the JSON that it was", async () => {
  const said = reply("Happy to help. The Velora kettle costs 48 euros.", 1);
  const { answer, events } = await askLibrary(LIBRARY, PRICE, { says: [said.slice(0, 40), said.slice(40)] });
  expect(answer).toMatchObject({
    text: said,
    answered: true,
    citations: [{ documentId: "kettles", quote: "The Velora kettle costs 48 euros.", field: "/answer", mark: 1 }],
  });
  expect(events.map(({ kind }) => kind).filter((kind) => kind !== "text-delta")).toEqual([
    "source",
    "citation",
    "finish",
  ]);
  const text = events.map((event) => (event.kind === "text-delta" ? event.text : "")).join("");
  expect(text).toBe(said);
});

test("a value that the passage does not say is not cited", async () => {
  const { answer } = await askLibrary(LIBRARY, PRICE, { says: [reply("The Velora kettle costs 84 euros.", 1)] });
  expect(answer.citations).toEqual([]);
  expect(answer.unsupported).toContainEqual(expect.objectContaining({ field: "/answer" }));
});

test("the number of a passage that was not shown is counted as invented", async () => {
  const { answer } = await askLibrary(LIBRARY, PRICE, { says: [reply("The Velora kettle costs 48 euros.", 7)] });
  expect(answer.removed).toMatchObject({ inventedNumbers: 1 });
});

test("saying in JSON that nothing is known is no answer, and stays JSON", async () => {
  const said = reply("Happy to help. We have nothing written down about this.", null, "missing");
  const { answer } = await askLibrary(
    LIBRARY,
    { question: "What is the colour of the Velora kettle?" },
    { says: [said] },
  );
  expect(answer).toMatchObject({ text: said, answered: false, citations: [] });
});
