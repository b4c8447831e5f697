import { expect, test } from "vitest";

import { indexDocument } from "./index-document.ts";

const markdown = { format: "markdown", landmarks: [], title: "Router manual" } as const;

test("a passage is found by its words, its headings and the document's title", () => {
  const text = "# Resetting\n\nHold the button.\n";
  const [passage] = indexDocument({ ...markdown, text });
  expect(passage?.terms.get("button")).toBe(1);
  expect(passage?.terms.get("manual")).toBe(1);
  expect(passage?.terms.get("resetting")).toBe(2);
});

test("a title that is also the heading counts once", () => {
  const text = "# Router manual\n\nHold the button.\n";
  expect(indexDocument({ ...markdown, text })[0]?.terms.get("manual")).toBe(2);
});

test("rows of a split table are found by the columns' names", () => {
  const rows = Array.from({ length: 300 }, (_, row) => `| X${row} | ${row} crowns and some more words |`);
  const text = `| Model | Price |\n|---|---|\n${rows.join("\n")}\n`;
  const passages = indexDocument({ ...markdown, text });
  expect(passages.length).toBeGreaterThan(1);
  for (const passage of passages) expect(passage.terms.has("price")).toBe(true);
});

test("the same document gives the same terms", () => {
  const document = { ...markdown, text: "One. Two.\n\n## Three\n\nFour." };
  expect(indexDocument(document)).toEqual(indexDocument({ ...document }));
});
