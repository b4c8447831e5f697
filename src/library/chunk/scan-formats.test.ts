import { expect, test } from "vitest";

import type { Passage, TextFormat } from "../../spec/document.ts";
import { chunkDocument } from "./chunk-document.ts";
import { chunkerId, type ChunkOptions } from "./chunk-options.ts";

type Shown = Pick<Passage, "kind" | "headings" | "prefix"> & { readonly text: string; readonly parent: string };

function chunk(text: string, format: TextFormat = "markdown", options: Partial<ChunkOptions> = {}): readonly Shown[] {
  return chunkDocument({ text, format, landmarks: [], title: "" }, options).map((passage) => ({
    kind: passage.kind,
    headings: passage.headings,
    prefix: passage.prefix,
    text: text.slice(passage.start, passage.end),
    parent: text.slice(passage.parent.start, passage.parent.end),
  }));
}

function filler(sentences: number): string {
  return Array.from({ length: sentences }, (_, index) => `Sentence number ${index} says something of its own.`).join(
    " ",
  );
}

test("sections keep apart and know the headings above them", () => {
  const text = `# Guide\n\n${filler(8)}\n\nSetup\n-----\n\n${filler(9)}\n\n### Deeper [link](x) \`code\` ##\n\n${filler(10)}\n\n## Other\n\n${filler(8)}`;
  expect(chunk(text).map((passage) => passage.headings)).toEqual([
    ["Guide"],
    ["Guide", "Setup"],
    ["Guide", "Setup", "Deeper link code"],
    ["Guide", "Other"],
  ]);
});

test("tiny sections share a passage under the heading that they have in common", () => {
  const [only, ...rest] = chunk("# Words\n\n## ACL\n\nWho may read.\n\n## Token\n\nA piece of a word.\n");
  expect(rest).toEqual([]);
  expect(only).toMatchObject({ headings: ["Words"], kind: "prose" });
});

test("a title directly above the first section does not stand alone", () => {
  const [first] = chunk(`# Title\n\n## First\n\n${filler(12)}\n\n## Second\n\n${filler(12)}`);
  expect(first?.headings).toEqual(["Title", "First"]);
  expect(first?.text).toMatch(/^# Title\n\n## First\n/);
});

test("headings inside fences, comments and indented code are no headings", () => {
  const text = "# Real\n\n```sh\n# comment\n```\n\n~~~\n# too\n~~~\n\n    # indented\n\nEnd.";
  expect(chunk(text)).toMatchObject([{ headings: ["Real"], text }]);
});

test("front matter, comments, imports and link definitions are no text", () => {
  const text = `---\ntitle: X\n---\nimport A from "./a";\n\n<!-- hidden\n\nwords -->\n\nSeen.\n\n[^1]: A footnote.\n\n[x]: https://example.org "X"\n`;
  expect(chunk(text).map((passage) => passage.text)).toEqual(["Seen.\n\n[^1]: A footnote."]);
});

test("a rule at the top that is no front matter stays out of the way", () => {
  expect(
    chunk("---\nJust some words here\n---\nMore.")
      .map((passage) => passage.text)
      .join(),
  ).toContain("Just some words");
});

test("a fence that fits stays whole, with the sentence that introduces it", () => {
  const fence = `\`\`\`js\n${"const value = compute(1, 2);\n".repeat(20)}\n\n${"other(value);\n".repeat(10)}\`\`\``;
  const found = chunk(`${filler(14)}\n\nLike this:\n\n${fence}\n\n${filler(14)}`).find(({ text }) =>
    text.includes("```"),
  );
  expect(found?.text.startsWith("Like this:\n\n```js")).toBe(true);
  expect(found?.text.includes("other(value);\n```")).toBe(true);
  expect(found?.kind).toBe("code");
});

test("a list keeps its lead-in and its nested items", () => {
  const items = Array.from(
    { length: 12 },
    (_, index) => `- Item ${index} is about something quite different\n  - with a detail\n`,
  );
  const passages = chunk(`${filler(20)}\n\nThere are these:\n\n${items.join("")}`);
  const first = passages.find(({ text }) => text.includes("Item 0 "));
  expect(first?.text).toContain("There are these:\n\n- Item 0");
  for (const { text } of passages) expect(text).not.toMatch(/^- with a detail/);
});

test("a table that fits is one passage, a larger one repeats its header", () => {
  const header = "| Name | Price |\n| --- | ---: |\n";
  const row = (index: number): string => `| Thing number ${index} | ${index}.50 |\n`;
  const small = chunk(`${header}${[1, 2, 3].map(row).join("")}`);
  expect(small).toMatchObject([{ kind: "table", prefix: "" }]);
  const large = chunk(header + Array.from({ length: 90 }, (_, index) => row(index)).join(""));
  expect(large.length).toBeGreaterThan(2);
  expect(large[0]?.prefix).toBe("");
  for (const { kind, prefix, text } of large.slice(1)) {
    expect({ kind, prefix }).toEqual({ kind: "table", prefix: header });
    expect(text).toMatch(/^\| Thing[^]*\|$/);
  }
});

test("CSV is cut between records, quoted line breaks included, and repeats its first record", () => {
  const rows = Array.from({ length: 80 }, (_, index) => `${index},"first line\nsecond, line ${index}"`);
  const passages = chunk(`id,text\n${rows.join("\n")}\n`, "table");
  expect(passages.length).toBeGreaterThan(2);
  for (const { text, prefix } of passages.slice(1)) {
    expect(prefix).toBe("id,text\n");
    expect(text).toMatch(/^\d+,"first/);
    expect(text).toMatch(/"$/);
  }
});

test("code is cut between definitions, comments stay with what they describe", () => {
  const definition = (index: number): string =>
    `/**\n * Number ${index}.\n */\nexport function f${index}(a: number) {\n${"  a = work(a, 12);\n".repeat(14)}  return a;\n}\n`;
  const passages = chunk(Array.from({ length: 6 }, (_, index) => definition(index)).join("\n"), "code");
  expect(passages.map(({ text }) => /^\/\*\*[^]*return a;\n\}$/.test(text))).toEqual(passages.map(() => true));
});

test("the parts of a large definition know its first line", () => {
  const methods = Array.from(
    { length: 12 },
    (_, index) => `  method${index}() {\n${"    this.work(12);\n".repeat(9)}  }\n`,
  );
  const passages = chunk(
    `import x from "y";\n\nclass Engine {\n${methods.join("\n")}}\n\nexport const last = 1;\n`,
    "code",
  );
  expect(passages.at(2)?.headings).toEqual(["class Engine"]);
  expect(passages.at(2)?.text).toMatch(/^ {2}method\d+\(\) \{/);
});

test("text has the headings that are plain to see", () => {
  const text = `The Title\n=========\n\n${filler(12)}\n\n1.2 Scope of this\n\n${filler(12)}\n\n= = Wiki = =\n${filler(14)}\n\n1. A step, no heading\n\n${filler(12)}`;
  expect(chunk(text, "text").map(({ headings }) => headings.at(-1))).toEqual(
    expect.arrayContaining(["The Title", "Scope of this", "Wiki"].map((label) => expect.stringContaining(label))),
  );
});

test("parents are whole sections when these are small, and rows of neighbours when not", () => {
  const small = chunk(`# A\n\n## B\n\n${filler(45)}\n\n## C\n\n${filler(12)}`);
  expect(small.length).toBeGreaterThan(2);
  for (const { parent } of small) expect(parent.startsWith("# A")).toBe(true);
  const large = chunk(filler(500), "text");
  for (const { parent, text } of large) {
    expect(parent).toContain(text);
    expect(parent.length).toBeLessThan(filler(500).length / 4);
  }
});

test("a place that has a name of its own is a good place to cut", () => {
  const pages = [0, 1, 2, 3].map((page) => filler(13 + page));
  const text = pages.join("\n\n");
  const landmarks = pages.map((page) => ({ offset: text.indexOf(page), label: page.slice(0, 3) }));
  const starts = chunkDocument({ text, format: "text", landmarks, title: "" }).map(({ start }) => start);
  expect(starts.length).toBeGreaterThan(1);
});

test("neither name nor place of a document is in its hashes", () => {
  const input = { text: "# A\n\nText.", format: "markdown" as const, landmarks: [] };
  const [one, other] = ["x", "y"].map((title) => chunkDocument({ ...input, title }).map(({ hash }) => hash));
  expect(one).toEqual(other);
});

test("the chunker's id tells its options apart", () => {
  expect(chunkerId({ targetTokens: 100 })).not.toBe(chunkerId({ targetTokens: 200 }));
  expect(chunkerId({})).toMatch(/^structure@\d+:[0-9a-f]{8}$/);
});
