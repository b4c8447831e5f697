import { expect, test } from "vitest";

import { buildDocument } from "../../testing/builders.ts";
import { chunkDocument } from "./chunk-document.ts";
import { findHeadings } from "./find-headings.ts";

const text = `Before all headings.

# Guide

Intro.

## Setup

Plug it in.

### On a wall

Drill two holes.

## Care

Wipe it.

Sub
---

Under a line.

\`\`\`
# no heading
code
\`\`\`

After code.
`;
const document = buildDocument("guide", text, { title: "Guide", format: "markdown" });

test.each([
  ["Before all", []],
  ["Intro.", []],
  ["## Setup", ["Setup"]],
  ["Plug it", ["Setup"]],
  ["two holes", ["Setup", "On a wall"]],
  ["Wipe it", ["Care"]],
  ["Under a line", ["Sub"]],
  ["code\n", ["Sub"]],
  ["After code", ["Sub"]],
])("%j stands under its own headings", (words, headings) => {
  expect(findHeadings(document)(text.indexOf(words))).toEqual(headings);
});

test("a place outside the text has the headings of its nearest end", () => {
  expect(findHeadings(document)(-1)).toEqual([]);
  expect(findHeadings(document)(text.length + 5)).toEqual(["Sub"]);
});

test("where a passage lies in one section, its headings are the place's", () => {
  const long = buildDocument(
    "long",
    `# A\n\n${"Word after word. ".repeat(200)}\n\n# B\n\n${"More words. ".repeat(200)}\n`,
    {
      format: "markdown",
    },
  );
  const find = findHeadings(long);
  for (const { start, headings } of chunkDocument(long)) expect(find(start)).toEqual(headings);
});

test("plain text, code and tables have places too", () => {
  const table = buildDocument("t", "a,b\n1,2\n", { format: "table" });
  expect(findHeadings(table)(5)).toEqual([]);
});
