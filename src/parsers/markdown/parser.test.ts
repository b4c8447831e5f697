import { expect, test } from "vitest";

import type { ParsedDocument } from "../../spec/parser.ts";
import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { markdownParser } from "./parser.ts";

async function parse(text: string, fileName = "page.md"): Promise<ParsedDocument> {
  return markdownParser.parse({ bytes: Buffer.from(text), fileName, limits: DEFAULT_LIMITS });
}

test("a page is stored as written, and its first heading names it", async () => {
  const text = "Intro\n\n# The `first` *heading*\n\nBody with a [link](https://example.org).\n";
  expect(await parse(text)).toEqual({
    text,
    format: "markdown",
    title: "The first heading",
    landmarks: [],
    metadata: {},
    warnings: [],
  });
});

test("a heading inside code names nothing", async () => {
  expect((await parse("```sh\n# comment\n```\n\nReal\n====\n")).title).toBe("Real");
});

test("front matter becomes title, metadata and access list, and leaves the text", async () => {
  const page = "---\ntitle: 'Pay'\ndate: 2026-01-02\ntags: [a, b]\nowner:\n  team: hr\nacl:\n  - group:hr\n---\nBody\n";
  expect(await parse(page)).toMatchObject({
    text: "Body\n",
    title: "Pay",
    metadata: { date: "2026-01-02", tags: ["a", "b"], "owner.team": "hr" },
    acl: ["group:hr"],
  });
});

test.each([
  ["a number", "acl: 7"],
  ["nothing", "acl:"],
  ["a mapping", "acl: { group: hr }"],
  ["a list with a number", "acl: [group:hr, 7]"],
  ["two lists", 'acl: public\n"acl": group:hr'],
  ["an unclosed list", "acl: [group:hr"],
  ["an odd spelling", "ACL: 7"],
  ["an escaped name", '"a\\x63l": 7'],
  ["nesting without end", `acl: ${"[".repeat(5000)}`],
])("an access list that is %s lets nobody read", async (_name, block) => {
  const { acl, warnings } = await parse(`---\n${block}\n---\nBody\n`);
  expect(acl).toEqual([]);
  expect(warnings.join(" ")).toContain("nobody may read");
});

test("an access list in front matter that never ends lets nobody read", async () => {
  expect((await parse("---\nacl: public\n\n# Page\n")).acl).toEqual([]);
});

test("a rule between two lines of prose is no front matter", async () => {
  const text = "---\nJust some words\n---\nmore\n";
  expect(await parse(text)).toMatchObject({ text, metadata: {}, warnings: [] });
});

test("aliases in front matter cannot multiply", async () => {
  const laughs = ["a0: &a0 [x, x]", ...Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)];
  const { text, warnings } = await parse(`---\n${laughs.join("\n")}\n---\nBody\n`);
  expect(text).toBe("Body\n");
  expect(warnings.join(" ")).toContain("could not be read");
});

test("comments and hidden elements go, code keeps them", async () => {
  const page = [
    "Before <!-- planted --> after `<!-- shown -->`",
    "```html",
    "<!-- shown --> <p hidden>shown</p>",
    "```",
    '<div style="display: none">planted <div>planted</div> planted</div>',
    '<span data-x="a > b" hidden>planted</span> seen',
    "[//]: # (planted)",
    "<!-- planted",
    "",
    "```",
    "planted --> tail",
  ].join("\n");
  const { text, warnings } = await parse(page);
  expect(text).not.toContain("planted");
  expect(text.match(/shown/g)).toHaveLength(3);
  expect(text).toContain("seen");
  expect(text).toContain("tail");
  expect(warnings).toEqual([expect.stringContaining("hidden text")]);
});

test("a comment that never ends hides the rest, as it does for a reader", async () => {
  expect((await parse("Seen\n\n<!-- never\nclosed")).text.trim()).toBe("Seen");
});

test("invisible characters go with a warning; joiners that a script or an emoji needs stay", async () => {
  const tags = Array.from({ length: 6 }, (_, index) => String.fromCodePoint(0xe0061 + index)).join("");
  const { text, warnings } = await parse(
    `a\u200bb\u202ec${tags}d \u{1f468}\u200d\u{1f469} \u06cc\u200c\u062e \u2764\ufe0f\n`,
  );
  expect(text).toBe("abcd \u{1f468}\u200d\u{1f469} \u06cc\u200c\u062e \u2764\ufe0f\n");
  expect(warnings).toEqual(["8 invisible or control characters were removed."]);
});

test("MDX loses its program and keeps its words", async () => {
  const page = [
    "import { Card } from './card'",
    "export const data = {",
    "  a: 1,",
    "}",
    "",
    "# Title",
    "",
    '<Card title="Quick start" icon={<Icon name="x" />}>',
    "Words {/* planted */}<Bold>in</Bold> it: 1 < 2",
    "</Card>",
    "",
    "```js",
    "import kept from 'kept'",
    "```",
  ].join("\n");
  const { text, title } = await parse(page, "page.mdx");
  expect(title).toBe("Title");
  expect(text).toContain("Quick start");
  expect(text).toContain("Words in it: 1 < 2");
  expect(text).toContain("import kept from 'kept'");
  expect(text).not.toMatch(/Card|planted|data =/);
});

test("line ends are one character, and bytes that are not UTF-8 are read as Windows-1252 with a warning", async () => {
  expect((await parse("a\r\nb\rc")).text).toBe("a\nb\nc");
  const bytes = Buffer.from("caf\u00e9 au lait", "latin1");
  const parsed = await markdownParser.parse({ bytes, fileName: "a.md", limits: DEFAULT_LIMITS });
  expect(parsed.text).toBe("caf\u00e9 au lait");
  expect(parsed.warnings).toEqual([expect.stringContaining("Windows-1252")]);
});

test.each([
  ["openings of comments", "<!--"],
  ["openings of tags", "<a "],
  ["quotes in tags", '<a b="'],
  ["hidden elements that never end", "<p hidden>"],
  ["backticks", "`` ` "],
  ["brackets", "[//]: #"],
  ["nested quotes", "> "],
  ["fences", "```\n"],
])("a megabyte of %s takes linear time", async (_name, piece) => {
  const start = performance.now();
  await parse(piece.repeat(1_000_000 / piece.length));
  expect(performance.now() - start).toBeLessThan(4000);
});
