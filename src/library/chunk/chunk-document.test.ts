import * as fc from "fast-check";
import { expect, test } from "vitest";

import type { Passage, TextFormat } from "../../spec/document.ts";
import { chunkCounted, chunkDocument } from "./chunk-document.ts";
import { chunkOptions } from "./chunk-options.ts";
import { embedText } from "./embed-text.ts";

const FORMATS: readonly TextFormat[] = ["markdown", "text", "code", "table"];

const OPTIONS = { targetTokens: 64 };

function chunk(text: string, format: TextFormat = "markdown"): readonly Passage[] {
  return chunkDocument({ text, format, landmarks: [], title: "" }, OPTIONS);
}

const WORDS = fc.constantFrom(
  ..."alpha beta, gamma. delta! Epsilon? zeta `eta` **theta** 12.5 [link](http://x.y/z) e.g. naïve 漢字。 👩‍👩‍👧 é שלום |".split(
    " ",
  ),
);

const LINE = fc.array(WORDS, { maxLength: 30 }).map((words) => words.join(" "));

const STARTS = fc.constantFrom(
  "",
  "",
  "",
  "# ",
  "## ",
  "### ",
  "- ",
  "  - ",
  "    - ",
  "1. ",
  "> ",
  "```",
  "    ",
  "| a | b |",
  "| --- | --- |",
  "---",
  "===",
  "<div>",
  "<!-- ",
  "-->",
  "[x]: /y",
  "import x from 'y'",
  "def f(x):",
  "}",
  "\t",
  "\u0000",
  "= Title =",
  "1.2 Title",
  '"a,b",c',
);

const TEXT = fc
  .array(fc.tuple(STARTS, LINE, fc.constantFrom("\n", "\n", "\n\n", "\r\n", "\r", "\n \n")), { maxLength: 60 })
  .map((lines) => lines.map((parts) => parts.join("")).join(""));

const ANY_TEXT = fc.oneof(
  TEXT,
  fc.string({ unit: "binary", maxLength: 2000 }),
  fc.string({ unit: "grapheme", maxLength: 2000 }),
);

test("spans ascend without overlap, lie inside their parents and never begin or end in white space", () => {
  fc.assert(
    fc.property(ANY_TEXT, fc.constantFrom(...FORMATS), (text, format) => {
      let end = 0;
      for (const [index, passage] of chunk(text, format).entries()) {
        expect(passage.ordinal).toBe(index);
        expect(passage.start).toBeGreaterThanOrEqual(end);
        expect(passage.end).toBeGreaterThan(passage.start);
        expect(passage.end).toBeLessThanOrEqual(text.length);
        expect(passage.parent.start).toBeLessThanOrEqual(passage.start);
        expect(passage.parent.end).toBeGreaterThanOrEqual(passage.end);
        expect(text.slice(passage.start, passage.end).trimEnd()).toHaveLength(passage.end - passage.start);
        end = passage.end;
      }
    }),
    { numRuns: 400 },
  );
});

test("every character of text, code and tables that is not white space is in a passage", () => {
  fc.assert(
    fc.property(ANY_TEXT, fc.constantFrom("text" as const, "code" as const), (text, format) => {
      const bare = (value: string): string => value.replaceAll(/[\s\uFEFF]/g, "");
      const covered = chunk(text, format).map((passage) => text.slice(passage.start, passage.end));
      const rules = format === "text" ? /^[ \t]*([=\-~^*_])\1{2,}[ \t]*$/gm : /(?!)/g;
      expect(bare(covered.join("")).replaceAll(/[=\-~^*_]/g, "")).toBe(
        bare(text.replaceAll(rules, "")).replaceAll(/[=\-~^*_]/g, ""),
      );
    }),
    { numRuns: 400 },
  );
});

test("every word of Markdown is in a passage unless it is front matter, a comment, an import or a link definition", () => {
  const block = fc.oneof(
    LINE.map((line) => `Text ${line}`),
    LINE.map((line) => `## ${line}x`),
    fc.array(LINE, { minLength: 1, maxLength: 12 }).map((lines) => lines.map((line) => `- item ${line}`).join("\n")),
    fc.array(LINE, { minLength: 1, maxLength: 12 }).map((lines) => lines.map((line) => `> quote ${line}`).join("\n")),
    fc.array(LINE, { maxLength: 30 }).map((lines) => `~~~\n${lines.join("\n")}\n~~~`),
    fc
      .array(fc.nat(), { maxLength: 40 })
      .map((rows) => `| a | b |\n|---|---|\n${rows.map((row) => `| ${row} | x |`).join("\n")}`),
  );
  fc.assert(
    fc.property(fc.array(block, { maxLength: 20 }), (blocks) => {
      const text = blocks.join("\n\n");
      const covered = chunk(text).map((passage) => text.slice(passage.start, passage.end));
      expect(covered.join("").replaceAll(/\s/g, "")).toBe(text.replaceAll(/\s/g, ""));
    }),
    { numRuns: 300 },
  );
});

test("no passage begins or ends inside a surrogate pair", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("😀", "👩‍👩‍👧", "a", "é", " "), minLength: 300, maxLength: 3000 }),
      (text) => {
        for (const passage of chunk(text, "text")) {
          for (const at of [passage.start, passage.end]) {
            expect(/^[\uDC00-\uDFFF]/.test(text.slice(at)) && /[\uD800-\uDBFF]$/.test(text.slice(0, at))).toBe(false);
          }
        }
      },
    ),
  );
});

test("no passage is larger than the maximum, and its count is near the estimate of its text", () => {
  const { maxTokens } = chunkOptions(OPTIONS);
  fc.assert(
    fc.property(ANY_TEXT, fc.constantFrom(...FORMATS), (text, format) => {
      for (const passage of chunk(text, format)) expect(passage.tokens).toBeLessThanOrEqual(maxTokens);
    }),
    { numRuns: 300 },
  );
});

test("the same document gives the same passages, and a hash is that of what is embedded", () => {
  fc.assert(
    fc.property(ANY_TEXT, (text) => {
      const passages = chunk(text);
      expect(chunk(text)).toEqual(passages);
      const byHash = new Map(passages.map((passage) => [passage.hash, embedText(passage, text)]));
      for (const passage of passages) expect(byHash.get(passage.hash)).toBe(embedText(passage, text));
    }),
  );
});

function shape(name: string, size: number): string {
  switch (name) {
    case "one long line":
      return "lorem ipsum ".repeat(size / 12);
    case "no spaces":
      return "x".repeat(size);
    case "newlines":
      return "\n".repeat(size);
    case "returns":
      return "a\r".repeat(size / 2);
    case "crumbs":
      return "a\n\n".repeat(size / 3);
    case "quotes":
      return `${">".repeat(size / 2)} x\n`.repeat(2);
    case "deep list":
      return Array.from({ length: Math.floor(Math.sqrt(size)) }, (_, depth) => `${" ".repeat(depth * 2)}- x`).join(
        "\n",
      );
    case "comments":
      return "<!-- a\n".repeat(size / 7);
    case "fences":
      return "```\n".repeat(size / 4);
    case "marks":
      return "́".repeat(size);
    case "emoji":
      return "👩‍👩‍👧".repeat(size / 8);
    case "headings":
      return "# a\n".repeat(size / 4);
    case "brackets":
      return "[".repeat(size);
    case "bars":
      return "|a|b|\n|-|-|\n".repeat(size / 12);
    case "quoted fields":
      return `a,"b\n`.repeat(size / 5);
    default:
      return "- a\n".repeat(size / 4);
  }
}

test.each([
  "one long line",
  "no spaces",
  "newlines",
  "returns",
  "crumbs",
  "quotes",
  "deep list",
  "comments",
  "fences",
  "marks",
  "emoji",
  "headings",
  "brackets",
  "bars",
  "quoted fields",
  "items",
])("the work grows in step with the text: %s", (name) => {
  for (const format of FORMATS) {
    const small = chunkCounted({ text: shape(name, 60_000), format, landmarks: [], title: "" });
    const large = chunkCounted({ text: shape(name, 120_000), format, landmarks: [], title: "" });
    expect(large.steps).toBeLessThanOrEqual(small.steps * 2.3 + 10_000);
    expect(large.steps).toBeLessThanOrEqual(120_000 * 200);
  }
});
