import { expect, test } from "vitest";

import { readRecords, sniffDelimiter } from "../../core/read-records.ts";
import type { ParsedDocument } from "../../spec/parser.ts";
import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { csvParser } from "./parser.ts";

async function parse(text: string, fileName = "table.csv"): Promise<ParsedDocument> {
  return csvParser.parse({ bytes: Buffer.from(text), fileName, limits: DEFAULT_LIMITS });
}

test("records become a table under the names of the columns", async () => {
  expect(await parse('\ufeffid,name\r\n1,"Smith, Ann"\r\n2,"said ""hi"""\r\n')).toMatchObject({
    text: '| id | name |\n| --- | --- |\n| 1 | Smith, Ann |\n| 2 | said "hi" |\n',
    format: "table",
    metadata: { records: 2 },
    warnings: [],
  });
});

test("a cell with line ends and bars stays in its row", async () => {
  expect((await parse('a,b\n"one\ntwo","x|y"\n')).text).toContain("| one two | x\\|y |");
});

test.each([
  [",", "a,b,c\n1,2,3\n"],
  [";", 'name;price\n"Car, red";1,50\n"Bus, blue";2,50\n'],
  ["\t", "a\tb\n1, 2\t3\n"],
  ["|", "a|b\n1|2\n"],
  [",", "one column\nof words\n"],
])("the delimiter %j is found", (delimiter, text) => {
  expect(sniffDelimiter(text)).toBe(delimiter);
});

test("every record knows its line, whatever quoted cells hold before it", () => {
  const { records } = readRecords('a,b\n"1\n2\n3",x\n\nlast,y\n', ",");
  expect(records).toEqual([
    { line: 1, cells: ["a", "b"] },
    { line: 2, cells: ["1\n2\n3", "x"] },
    { line: 6, cells: ["last", "y"] },
  ]);
});

test("a quote that is never closed is reported with its line and costs no row", async () => {
  const { text, warnings } = await parse('a,b\n1,"open\n2,x\n3,y\n');
  expect(text).toContain('| 1 | "open |\n| 2 | x |\n| 3 | y |');
  expect(warnings).toEqual([expect.stringContaining("line 2 is never closed")]);
});

test("rows of another width are kept and reported", async () => {
  const { text, warnings } = await parse("a,b\n1\n2,3,4\n");
  expect(text).toBe("| a | b |  |\n| --- | --- | --- |\n| 1 |\n| 2 | 3 | 4 |\n");
  expect(warnings).toEqual(["Line 2 (and 1 more) has 1 cell where the first line has 2."]);
});

test.each([
  ["quotes", '"'.repeat(1_000_001)],
  ["open quotes on every line", 'a,"b\n'.repeat(200_000)],
  ["commas", `${",".repeat(500_000)}\n${"x\n".repeat(200_000)}`],
  ["empty lines", "\n".repeat(1_000_000)],
])("a megabyte of %s takes linear time", async (_name, text) => {
  const start = performance.now();
  await parse(text);
  expect(performance.now() - start).toBeLessThan(5000);
});
