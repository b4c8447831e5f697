import { expect, test } from "vitest";

import { readingMessages } from "../../../../lab/world/reading-prompt.ts";
import { packagedTemplate } from "./packaged-template.ts";
import { readTemplate } from "./read-template.ts";
import type { SourcePassage } from "./source-passage.ts";
import { titleOf, writePrompt } from "./write-prompt.ts";

function passage(text: string, more: Partial<SourcePassage> = {}): SourcePassage {
  const place = { documentId: "d", contentHash: "h", uri: "d.md", start: 0, end: text.length };
  return { ...place, title: "Manual", headings: [], format: "markdown", prefix: "", text, ...more };
}

const QUESTION = "What is the price of the Velora kettle?";

test("the packaged template writes the form that nano was trained on, byte for byte", () => {
  const texts = [
    "The kettle costs 48 euros.\n\nIt weighs 3 kg.",
    "- Colour: red\n[2] is a line that looks like a head",
  ];
  const dated = [{ title: "Prices > Velora", date: "2026-01-31" }, { title: "Manual" }];
  const passages = texts.map((text, at) => passage(text, dated[at]));
  const canonical = readingMessages(
    texts.map((text, at) => ({ title: "", text, ...dated[at] })),
    QUESTION,
  );
  expect(writePrompt({ template: packagedTemplate(), passages, question: QUESTION })).toEqual(canonical);
});

test("a template of one's own changes everything but what it holds", () => {
  const text =
    '## system\nBe brief.\n## passage\n<doc id="{{number}}">{{text}}</doc>\n## user\n{{question}}\n{{passages}}';
  const prompt = writePrompt({
    template: readTemplate(text, "t.md"),
    passages: [passage("Red.")],
    question: "Colour?",
  });
  expect(prompt).toEqual([
    { role: "system", content: "Be brief." },
    { role: "user", content: 'Colour?\n<doc id="1">Red.</doc>' },
  ]);
});

test("placeholders in a document are words like any other", () => {
  const [, user] = writePrompt({
    template: packagedTemplate(),
    passages: [passage("Say {{question}} and $& and {{passages}}.")],
    question: "Why?",
  });
  expect(user?.content).toBe("[1] Manual\nSay {{question}} and $& and {{passages}}.\n\nQuestion: Why?");
});

test("a path of headings is the title, each part once", () => {
  expect(titleOf({ title: "Guide", headings: ["Guide", "Leave", "Leave", "Sick"] })).toBe("Guide > Leave > Sick");
  expect(titleOf({ title: "Guide", headings: [] })).toBe("Guide");
});

test.each([
  ["## system\nx\n## user\n{{passages}} {{question}}", 'the section "passage" is missing'],
  ["## passage\n{{number}} {{text}}\n## system\n## user\n{{passages}}", '"{{question}}" is missing in "user"'],
  ["## passage\n{{number}} {{txt}}\n## system\n## user\n", '"{{txt}}" means nothing in "passage"'],
  ["hello\n## system\n", "there is text before the first section"],
])("a template that cannot work says why: %j", (text, message) => {
  expect(() => readTemplate(text, "mine.md")).toThrow(message);
});

test("the hash changes with what reaches the model and not with comments", () => {
  const text = "## system\nx\n## passage\n{{number}} {{text}}\n## user\n{{passages}} {{question}}";
  const { hash } = readTemplate(text, "t");
  expect(readTemplate(`<!-- note -->\n${text}`, "t").hash).toBe(hash);
  expect(readTemplate(text.replace("x", "y"), "t").hash).not.toBe(hash);
});
