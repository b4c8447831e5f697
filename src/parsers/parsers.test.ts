import { afterAll, describe, expect, test } from "vitest";

import { validFiles } from "../../test/hostile/samples/valid-files.ts";
import type { ParseInput } from "../spec/parser.ts";
import { PARSER_SUITE, type ParserSample } from "../testing/parser-suite.ts";
import { pdfParser } from "./pdf/parser.ts";
import { createParserProcess } from "./pool/parser-process.ts";
import { parserFor, PARSERS } from "./registry.ts";

/** Words of each valid file, in the order of its text. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  md: ["# Rules", "Some *words*", "- one", "let x = 1;"],
  mdx: ["# Rules", "words"],
  txt: ["A heading", "Plain words."],
  html: ["# T", "Words & more", "- a", "- b", "a b"],
  csv: ["| name | price |", "| Car, red | 12 |", '| a "b" | 3 |'],
  tsv: ["| name | price |", "| car | 12 |"],
  json: ["name: car", "prices[2].a: null", "text: w\u00f6rds"],
  py: ["def f(a):"],
  docx: ["Holidays", "Thirty days a year.", "Ask", "A note."],
  pptx: ["Plan", "point", "Say hello."],
  xlsx: ["Kind", "Price", "Car", "2024-03-05"],
  epub: ["One", "Words.", "More"],
  eml: ["quoted line", "and words \u00e9"],
  pdf: [],
};

/** pdf.js leaves rejections behind that nobody waits for: it is only ever run in a process of its own. */
const pdfProcess = createParserProcess({ timeoutMs: 20_000, memoryMb: 1024 });

afterAll(() => pdfProcess.kill());

function samples(): readonly ParserSample[] {
  return validFiles().map(({ extension, bytes }) => {
    const fileName = `sample.${extension}`;
    const parser = parserFor(fileName);
    if (parser === undefined) throw new Error(`no parser for ${fileName}`);
    if (parser === pdfParser) {
      const parse = async (input: ParseInput) => pdfProcess.parse(input);
      return { parser: { ...parser, parse }, fileName, bytes, words: WORDS[extension] ?? [] };
    }
    return { parser, fileName, bytes, words: WORDS[extension] ?? [] };
  });
}

test("every parser is held to the suite", () => {
  expect(new Set(samples().map(({ parser }) => parser.id))).toEqual(new Set(PARSERS.map(({ id }) => id)));
});

describe.each(samples().map((sample) => [sample.fileName, sample] as const))("%s", (_name, sample) => {
  test.each(PARSER_SUITE.map((each) => [each.name, each] as const))("%s", async (_case, { check }) => {
    expect.hasAssertions();
    await expect(check(() => sample)).resolves.toBeUndefined();
  });
});
