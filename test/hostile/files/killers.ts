// Long and deep texts: strings that make careless regular expressions, stacks and tables explode.
import type { HostileFile, Scale } from "./hostile-file.ts";
import { DEEP, textFile } from "./hostile-file.ts";

const UNITS: Readonly<Record<string, readonly [unit: string, end: string]>> = {
  letters: ["a", "!"],
  spaces: [" ", "x"],
  tabs: ["\t", "x"],
  "empty-lines": ["\n", "x"],
  "carriage-returns": ["\r", "x"],
  brackets: ["[", "]"],
  links: ["[a](", ")"],
  stars: ["*a ", "*"],
  "star-pairs": ["**", "x"],
  underscores: ["_a_", "x"],
  backticks: ["` ", "`"],
  tildes: ["~~~\n", "x"],
  bars: ["|", "\n|-|\n"],
  "table-rules": ["|-", "|\n"],
  dashes: ["- ", "x"],
  rules: ["---\n", "x"],
  quotes: ["> ", "x"],
  hashes: ["#", " x"],
  ampersands: ["&#", ";"],
  entities: ["&amp", "x"],
  backslashes: ["\\", "x"],
  comments: ["<!--", "-->"],
  tags: ["<a ", ">"],
  "tag-starts": ["<", ">"],
  attributes: ["<p x='", "'>"],
  closings: ["</p>", "x"],
  scripts: ["<script>", "</script>"],
  "double-quotes": ['"', ","],
  "quoted-cells": ['"a""', '"'],
  commas: [",", "x"],
  braces: ['{"a":', "1"],
  numbers: ["9", ""],
  colons: ["a: ", "x"],
  "yaml-anchors": ["---\na: &a [*a, ", "]\n---\n"],
  equals: ["=?", "?="],
  "encoded-words": ["=?utf-8?q?=", "?="],
  "soft-breaks": ["=\n", "x"],
  headers: ["a:b\n", "\n"],
  imports: ["import {", "} from 'x'"],
  definitions: ["def f(", "):\n"],
};
const EXTENSIONS = ["md", "html", "csv", "json", "eml", "txt", "mdx", "ts"];

const DEEP_TEXTS: readonly (readonly [fileName: string, text: () => string])[] = [
  ["deep-divs.html", () => `${"<div>".repeat(DEEP)}words${"</div>".repeat(DEEP)}`],
  ["deep-unclosed.html", () => `${"<b><i>".repeat(DEEP)}words`],
  ["deep-lists.html", () => `${"<ul><li>".repeat(DEEP)}words`],
  ["deep-tables.html", () => `${"<table><tr><td>".repeat(DEEP)}words`],
  ["deep-quotes.html", () => `${"<blockquote>".repeat(DEEP)}words`],
  ["deep-elements.xml", () => `${"<a>".repeat(DEEP)}words${"</a>".repeat(DEEP)}`],
  ["deep-arrays.json", () => `${"[".repeat(DEEP)}1${"]".repeat(DEEP)}`],
  ["deep-arrays-open.json", () => "[".repeat(DEEP * 10)],
  ["deep-objects.json", () => `${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`],
  ["deep-quotes.md", () => `${">".repeat(DEEP)} words`],
  ["deep-quote-lines.md", () => Array.from({ length: 500 }, (_, depth) => `${"> ".repeat(depth)}words`).join("\n")],
  ["deep-lists.md", () => Array.from({ length: 1000 }, (_, depth) => `${"  ".repeat(depth)}- words`).join("\n")],
  ["deep-brackets.md", () => `${"[".repeat(DEEP)}words${"](x)".repeat(DEEP)}`],
  ["deep-emphasis.md", () => `${"*_".repeat(DEEP)}words${"_*".repeat(DEEP)}`],
  ["deep-flow.md", () => `---\na: ${"[".repeat(DEEP)}1${"]".repeat(DEEP)}\n---\nwords`],
  [
    "deep-block.md",
    () => `---\n${Array.from({ length: 2000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")}\n---\nwords`,
  ],
  ["deep-dashes.md", () => `---\n${"- ".repeat(DEEP)}a\n---\nwords`],
  ["deep-jsx.mdx", () => `${"<A>".repeat(DEEP)}words${"</A>".repeat(DEEP)}\n\n${"{".repeat(DEEP)}`],
  ["deep-code.ts", () => `${"function f() {\n".repeat(DEEP)}${"}".repeat(DEEP)}`],
  ["deep-brackets.py", () => `x = ${"(".repeat(DEEP)}1${")".repeat(DEEP)}\n`],
];

const ODD_TEXTS: readonly (readonly [fileName: string, text: () => string])[] = [
  ["billion-laughs.md", () => `---\na0: &a0 lol\n${aliases(9)}\n---\nwords`],
  ["billion-laughs.xml", () => laughs("words")],
  ["merge-keys.md", () => "---\na: &a {b: 1}\nc:\n  <<: [*a, *a, *a]\n---\nwords"],
  ["front-matter-prototype.md", () => "---\n__proto__: {acl: [public]}\nconstructor: x\nacl: [nobody]\n---\nwords"],
  ["front-matter-tags.md", () => "---\na: !!js/function 'function(){}'\nb: !!binary xxxx\n---\nwords"],
  ["front-matter-endless.md", () => `---\n${"key: value\n".repeat(100_000)}`],
  ["prototype.json", () => '{"__proto__":{"a":1},"constructor":{"prototype":1},"toString":"x","hasOwnProperty":1}'],
  ["numbers.json", () => `[1e999,-1e999,${"9".repeat(10_000)},0.${"0".repeat(10_000)}1,NaN]`],
  ["surrogates.json", () => '{"a":"\\ud800","\\udc00b":"\\udfff\\ud83d"}'],
  ["twice.json", () => `{${'"a":1,'.repeat(50_000)}"a":2}`],
  ["many-keys.json", () => `{${Array.from({ length: 100_000 }, (_, index) => `"k${index}":${index}`).join(",")}}`],
  ["many-values.json", () => `[${"[],".repeat(200_000)}0]`],
  ["many-columns.csv", () => `${"a,".repeat(100_000)}b\n${"1,".repeat(100_000)}2\n`],
  ["staircase.csv", () => Array.from({ length: 2000 }, (_, index) => ",".repeat(index)).join("x\n")],
  ["open-quote.csv", () => `a,b\n"${"never closed,\n".repeat(100_000)}`],
  ["many-rows.csv", () => `a,b\n${"1,2\n".repeat(300_000)}`],
  ["doubled.html", () => `<p ${"a=1 ".repeat(100_000)}>words</p>`],
  ["style.html", () => `<style>${".a{display:none} ".repeat(20_000)}</style>${'<p class="a b">x</p>'.repeat(20_000)}`],
  ["selectors.html", () => `<style>${":not(".repeat(5000)}${"a ".repeat(50_000)}{}</style><p>words</p>`],
  ["span.html", () => `<table><tr><td colspan="999999999" rowspan="999999999">a</td></tr><tr><td>b</td></tr></table>`],
  ["many-cells.html", () => `<table>${`<tr>${"<td>a".repeat(500)}</tr>`.repeat(500)}</table>`],
  ["entities.html", () => "&#x10ffff;&#xd800;&#0;&#99999999999;&CounterClockwiseContourIntegral;&nosuch;".repeat(2000)],
  ["plaintext.html", () => `<textarea><title><plaintext><xmp>${"<b>words".repeat(5000)}`],
];

/** Lines beyond all measure, strings against regular expressions, deep nesting, odd texts. */
export function killerFiles(scale: Scale): readonly HostileFile[] {
  const units = Object.entries(UNITS);
  const killers = EXTENSIONS.flatMap((extension) =>
    units.map(([name, [unit, end]]) =>
      textFile(`killer-${name}.${extension}`, () => unit.repeat(Math.ceil(scale.killerChars / unit.length)) + end),
    ),
  );
  return [
    ...killers,
    ...[...DEEP_TEXTS, ...ODD_TEXTS].map(([fileName, text]) => textFile(fileName, text)),
    ...["txt", "md", "html", "json", "csv", "eml", "js"].map((extension) => longLine(extension, scale.lineBytes)),
  ];
}

function longLine(extension: string, bytes: number): HostileFile {
  return { fileName: `one-line.${extension}`, make: () => Buffer.alloc(bytes, "words in one line ") };
}

function aliases(count: number): string {
  return Array.from(
    { length: count },
    (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(10)}]`,
  ).join("\n");
}

/** XML whose entities unfold to billions of letters. */
export function laughs(root: string): string {
  const entities = Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`);
  return `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">${entities.join("")}]><x>${root}&l9;</x>`;
}
