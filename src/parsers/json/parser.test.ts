import { expect, test } from "vitest";

import type { ParsedDocument } from "../../spec/parser.ts";
import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { jsonParser } from "./parser.ts";

async function parse(text: string, fileName = "data.json"): Promise<ParsedDocument> {
  return jsonParser.parse({ bytes: Buffer.from(text), fileName, limits: DEFAULT_LIMITS });
}

test("values become lines with their paths, records are set apart", async () => {
  const value = {
    name: "Shop",
    items: [
      { sku: "A-1", tags: ["red", "new"] },
      { sku: "B-2", price: 9.5 },
    ],
    open: true,
  };
  expect((await parse(JSON.stringify(value))).text).toBe(
    "name: Shop\n\nitems[0].sku: A-1\nitems[0].tags: red, new\n\nitems[1].sku: B-2\nitems[1].price: 9.5\n\nopen: true\n",
  );
});

test("text of several lines stays readable", async () => {
  expect((await parse('{"note":"first\\n\\n  second"}')).text).toBe("note: first\n  second\n");
});

test("JSON Lines: one record per line with its line as landmark, broken lines are left out with a warning", async () => {
  const { text, landmarks, warnings } = await parse('{"a":1}\n\n{broken\n{"a":2}\n', "rows.jsonl");
  expect(text).toBe("a: 1\n\na: 2\n");
  expect(landmarks).toEqual([
    { offset: 0, label: "line 1" },
    { offset: 6, label: "line 4" },
  ]);
  expect(warnings).toEqual(["Not valid JSON and left out: line 3."]);
});

test("JSON Lines under the name of JSON are understood", async () => {
  expect((await parse('{"a":1}\n{"a":2}\n')).text).toBe("a: 1\n\na: 2\n");
});

test("what is no JSON is parse_failed with the reason", async () => {
  await expect(async () => parse('{"a": 1,}')).rejects.toMatchObject({
    code: "parse_failed",
    message: expect.stringMatching(/^data\.json: it is not valid JSON: .*position 8/),
  });
});

test("half surrogate pairs and hidden characters in escapes do not reach the text", async () => {
  const { text } = await parse('{"a":"x\\ud800y\\u200bz\\u0000","\\u202ekey":1}');
  expect(text).toBe("a: x\ufffdyz\nkey: 1\n");
});

test("100,000 levels of nesting are read, the path is cut short", async () => {
  const deep = `${'{"a":'.repeat(100_000)}"words"${"}".repeat(100_000)}`;
  expect((await parse(deep)).text).toMatch(/^….*\.a: words\n$/);
  expect((await parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)).text).toBe("");
});
