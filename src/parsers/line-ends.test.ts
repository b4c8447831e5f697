// Where a file was saved says nothing about what is in it: line ends and byte order marks leave no trace in any format.
import { expect, test } from "vitest";

import type { ParsedDocument } from "../spec/parser.ts";
import { DEFAULT_LIMITS } from "./reading/default-limits.ts";
import { requireParser } from "./registry.ts";

async function parse(fileName: string, bytes: Uint8Array): Promise<ParsedDocument> {
  return requireParser({ fileName, mediaType: undefined, bytes }).parse({ bytes, fileName, limits: DEFAULT_LIMITS });
}

const MARKDOWN = [
  "---",
  "title: Ärger",
  "acl: [group:hr]",
  "---",
  "# One",
  "",
  "Two  ",
  "three <!-- not",
  "shown --> four.",
  "",
  "Title",
  "=====",
  "",
  "```js",
  "five();",
  "",
  "six();",
  "```",
  "",
  "[x]: https://example.org",
  "  'a title'",
  "",
  "| a | b |",
  "|---|---|",
  "| 1 | 2 |",
  "",
].join("\n");

const FILES: readonly (readonly [string, string])[] = [
  ["a.md", MARKDOWN],
  ["a.mdx", `import X from "x"\n\nexport const y = {\n  z: 1,\n}\n\n# Ö\n\n<X title="t">\nwords\n</X>\n`],
  ["a.txt", "One\n===\n\nTwo é\nthree.\n\n- four\n- five\n"],
  ["a.html", `---\nacl: [group:hr]\n---\n<h1>Ö</h1><p>a\nb</p><pre>c\n\nd</pre>`],
  ["a.csv", 'id,text\n1,"é\ntwo"\n2,x\n'],
  ["a.json", '{\n  "a": "é",\n  "b": [1,\n 2]\n}\n'],
  ["a.jsonl", '{"a": "é"}\n{"a": 2}\n'],
  ["a.py", "def é():\n    return 1\n\n\nclass B:\n    pass\n"],
  ["a.yaml", "a:\n  - é\n  - c\n"],
  [
    "a.eml",
    "From: ann@example.org\nSubject: =?utf-8?q?=C3=A9?=\nContent-Type: text/plain; charset=utf-8\n\nWords\n\nmore é.\n",
  ],
];

const WAYS: readonly (readonly [string, (text: string) => Uint8Array])[] = [
  ["Windows line ends", (text) => Buffer.from(text.replaceAll("\n", "\r\n"))],
  ["a byte order mark", (text) => Buffer.from(`\ufeff${text}`)],
  ["a byte order mark and Windows line ends", (text) => Buffer.from(`\ufeff${text.replaceAll("\n", "\r\n")}`)],
  ["mixed line ends", (text) => Buffer.from(text.replace(/\n/g, (_end, at: number) => (at % 2 === 0 ? "\n" : "\r\n")))],
  ["UTF-16 and Windows line ends", (text) => Buffer.from(`\ufeff${text.replaceAll("\n", "\r\n")}`, "utf16le")],
  ["two byte order marks", (text) => Buffer.from(`\ufeff\ufeff${text}`)],
];

const cases = FILES.flatMap(([file, text]) => WAYS.map(([way, write]) => [file, way, text, write] as const)).filter(
  ([file, way]) => !(file === "a.eml" && way.startsWith("UTF-16")),
);

test.each(cases)("%s with %s reads like the same file without", async (file, _way, text, write) => {
  expect(await parse(file, write(text))).toEqual(await parse(file, Buffer.from(text)));
});
