// Holds the Markdown and MDX parser to what a rendered page shows: what is defined and never shown goes, what is shown stays.
import { expect, test } from "vitest";

import type { ParsedDocument } from "../../spec/parser.ts";
import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { markdownParser } from "./parser.ts";

async function parse(text: string, fileName = "page.md"): Promise<ParsedDocument> {
  return markdownParser.parse({ bytes: Buffer.from(text), fileName, limits: DEFAULT_LIMITS });
}

test.each([
  [
    "a link's title",
    'See [the page](https://example.org "planted words") now.',
    "See [the page](https://example.org) now.\n",
  ],
  ["an image's title", "![Plan](plan.png 'planted words')", "![Plan](plan.png)\n"],
  ["a title in parentheses over two lines", "[a](b\n(planted\nwords)) c", "[a](b) c\n"],
  ["a title after an address in brackets", '[a](<b c> "planted") d', "[a](<b c>) d\n"],
  ["a title with quotes in it", '[a](b "pla\\"nted") c', "[a](b) c\n"],
  ["a title after an address with parentheses", '[a](b_(c) "planted") d', "[a](b_(c)) d\n"],
  [
    "a used definition's title",
    '[Home] is here.\n\n[home]: https://example.org "planted"\n',
    "[Home] is here.\n\n[home]: https://example.org\n",
  ],
  ["a used definition's title on the next line", '[a][x]\n\n[x]: b\n  "planted"\n\nc', "[a][x]\n\n[x]: b\n\nc\n"],
  ["an unused definition", "One.\n\n[planted words]: https://example.org\n\nTwo.", "One.\n\n\nTwo.\n"],
  [
    "an unused definition with its address on the next line",
    "One.\n\n[planted]:\n  https://example.org 'planted'\n\nTwo.",
    "One.\n\n\nTwo.\n",
  ],
  ["several unused definitions", "One.\n\n[p]: planted 'x'\n[q]: planted\nTwo.", "One.\n\nTwo.\n"],
  [
    "an unused definition with a title over lines",
    'One.\n\n[p]: x "planted\nplanted\nplanted"\nTwo.',
    "One.\n\nTwo.\n",
  ],
  ["an unused definition in a quotation", "> One.\n>\n> [planted]: x\n\nTwo.", "> One.\n>\n\nTwo.\n"],
  ["an unused definition as an item", "- One.\n- [planted]: x\n", "- One.\n"],
  [
    "an unused footnote with its paragraphs",
    "One.\n\n[^p]: planted\nplanted\n\n    planted\n\nTwo.",
    "One.\n\n\nTwo.\n",
  ],
  [
    "a comment in a definition's clothes",
    "One.\n\n[//]: # (planted)\n[comment]: <> (planted)\n\nTwo.",
    "One.\n\n\nTwo.\n",
  ],
  ["sentences in a visible tag", '<p title="planted words" id="a">One</p>', '<p id="a">One</p>\n'],
  [
    "a description of a picture in HTML",
    '<img src="a.png" alt="planted words" width=9>',
    '<img src="a.png" width="9">\n',
  ],
  [
    "a class that the page hides",
    "<style>.x{display:none}</style>\n\nOne <span class=x>planted</span>.",
    "\n\nOne .\n",
  ],
])("%s is left out", async (_what, page, expected) => {
  expect((await parse(page)).text.trimEnd()).toBe(expected.trimEnd());
});

test.each([
  ["a link without a title", "[a](b) and [c]( d ) and [e]() and ![f](g_(h).png)"],
  ["an address that is followed by what is no title", '[a](b c) and [d](e "f" g) and [h](i "j'],
  ["titles inside code", '`[a](b "c")`\n\n```md\n[a](b "c")\n[d]: e "f"\n[//]: # (g)\n```'],
  ["used definitions", "[One], [two][second] and [^3].\n\n[one]: a\n[Second]: b\n\n[^3]: Note.\n    More.\n"],
  ["a line in a paragraph that looks like a definition", "See\n[note]: this\nand that."],
  ["a quoted line in a paragraph that looks like a definition", "> See\n> [note]: this\n"],
  ["a line with words after its address", "[Ann]: I agree with that.\n"],
  ["an indented line", "Code:\n\n    [a]: b\n"],
  ["a task", "- [x] done\n- [ ] open: yes\n"],
  ["words in brackets before a colon", "Use [this]: it works."],
  ["attributes without words", '<a href="b" id="c">d</a> <img src=e> <details open>f</details>'],
  ["a component in Markdown", '<TabItem value="a" label="The first tab">b</TabItem>'],
  ["an open tag in a comparison", "a <b and c> d"],
])("%s stays as it is", async (_what, page) => {
  expect(await parse(page)).toMatchObject({ text: page, warnings: [] });
});

test("many words in titles are worth a warning, a few are not", async () => {
  const page = (words: number) => `[a](b "${"planted ".repeat(words)}")`;
  expect((await parse(page(3))).warnings).toEqual([]);
  expect((await parse(page(20))).warnings).toEqual(["163 characters of hidden text were removed."]);
});

test.each([
  ["an element with a style", '<div style={{ display: "none" }}>planted <div>planted</div></div>'],
  ["an element with a number as size", "<span style={{ fontSize: 0, color: 'red' }}>planted</span>"],
  ["an element off the screen", "<p style={{position: 'absolute', left: -9999}}>planted</p>"],
  ["a style in backticks", "<p style={{opacity:`0`}}>planted</p>"],
  ["the hidden attribute", "<div hidden>planted</div>"],
  ["the hidden attribute with a value", "<div hidden={true}>planted</div>"],
  ["a description for readers aloud only", "<i aria-hidden={true}>planted</i>"],
  ["a component with a style", '<Box style={{display:"none"}}>planted <Box>planted</Box> planted</Box>'],
  ["a component over code", '<Box hidden title="planted">\n\n```\nplanted\n```\n\n</Box>'],
  ["a component closed at once", '<Card title="planted words" hidden />'],
  ["a component with a dot", '<Tabs.Item style={{ visibility: "hidden" }}>planted</Tabs.Item>'],
  ["what is never true", "{false && <p>planted {1} '}'</p>}"],
  ["words that only a program reads", '<div data-note={"planted words"} onClick={() => "planted"}>One</div>'],
])("MDX: text hidden by %s is left out", async (_what, hidden) => {
  const { text } = await parse(`Before.\n\n${hidden}\n\nAfter.`, "page.mdx");
  expect(text).not.toMatch(/planted|mdx-/);
  expect(text).toContain("Before.");
  expect(text).toContain("After.");
});

test.each([
  ["an element with a style that shows", '<div style={{ display: "block", color: "#333" }}>words</div>'],
  ["an element with a style from elsewhere", "<div style={styles.box}>words</div>"],
  ["an attribute that is false", "<div hidden={false}>words</div>"],
  ["a component beside a hidden one of its kind", '<Box hidden>planted</Box><Box title="words">more</Box>'],
  ["a component with a style that shows", "<Box style={{ opacity: 0.9 }}>words</Box>"],
  ["what may be true", "{isOpen && <p>words</p>}"],
])("MDX: %s stays", async (_what, shown) => {
  const { text } = await parse(`Before.\n\n${shown}\n\nAfter.`, "page.mdx");
  expect(text).toContain("words");
  expect(text).not.toMatch(/planted|mdx-/);
});

test.each([
  ["openings of links", "]("],
  ["openings of titles", '](a "'],
  ["openings of titles in parentheses", "](a ("],
  ["definitions", "[a]: b\n"],
  ["definitions without end", '[a]: b "\n'],
  ["definitions in quotations", "> > > > [a]: b\n"],
  ["footnotes", "[^a]: b\n"],
  ["labels", "[a"],
  ["tags with words", '<p title="a b">'],
  ["style blocks", "<style>.a{left:0}</style><p class=a>"],
])("a megabyte of %s takes linear time", async (_name, piece) => {
  const start = process.cpuUsage();
  await parse(piece.repeat(1_000_000 / piece.length));
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(5000);
});

test.each([
  ["braces", "<p style={{"],
  ["hidden components", "<A hidden>"],
  ["expressions that never hold", "{false && "],
])("MDX: a megabyte of %s takes linear time", async (_name, piece) => {
  const start = process.cpuUsage();
  await parse(piece.repeat(1_000_000 / piece.length), "page.mdx");
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(5000);
});
