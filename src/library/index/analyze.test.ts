import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";

import { analyzePassage, analyzeQuestion, createAnalyzer, DEFAULT_ANALYZER, STEM_MARK } from "./analyze.ts";

const exact = (text: string): string[] =>
  [...analyzePassage(text).keys()].filter((term) => !term.startsWith(STEM_MARK));
const asked = (text: string): string[] =>
  [...analyzeQuestion(text).keys()].filter((term) => !term.startsWith(STEM_MARK));

test.each([
  ["fileName", ["filename", "file", "name"]],
  ["file_name", ["filename", "file", "name"]],
  ["file-name", ["filename", "file", "name"]],
  ["HTTPServerError", ["httpservererror", "http", "server", "error"]],
  ["ERR_CONN-42", ["errconn42", "err", "conn", "42"]],
  ["ABC-123", ["abc123", "abc", "123"]],
  ["p53", ["p53", "p", "53"]],
  ["node.js", ["nodejs", "node", "js"]],
  ["__init__", ["init"]],
  ["C++", ["c++", "c"]],
  ["C# F#", ["c#", "c", "f#", "f"]],
])("finds %s whole and by its parts", (text, terms) => {
  expect(exact(text)).toEqual(terms);
});

test.each([
  ["v24.21.0", ["24.21.0", "24.21", "24"]],
  ["3.14", ["3.14", "3"]],
  ["1,250", ["1250"]],
  ["2024-01-15", ["2024-01-15", "2024", "01", "15"]],
])("finds the number %s whole and by how it begins", (text, terms) => {
  expect(exact(text)).toEqual(terms);
});

test.each([
  ["Größe GROSSE", ["grosse"]],
  ["Café café CAFÉ", ["cafe"]],
  ["ﬁle", ["file"]],
  ["Ｆｕｌｌ", ["full"]],
  ["ex\u00adam\u200bple", ["example"]],
  ["Zürich", ["zurich"]],
  ["ΛΌΓΟΣ", ["λογοσ"]],
])("brings the spellings of %s together", (text, terms) => {
  expect(exact(text)).toEqual(terms);
});

test("keeps marks that make another letter", () => {
  expect(exact("край")).toEqual(["край"]);
});

test("indexes scripts without spaces by overlapping pairs", () => {
  expect(exact("東京都 港")).toEqual(["東京", "京都", "港"]);
  expect(exact("GPT模型")).toEqual(expect.arrayContaining(["模型", "gpt"]));
});

test("drops possessives and shortened verbs", () => {
  expect(exact("Claude's")).toEqual(["claude"]);
  expect(exact("they’ll")).toEqual(["they"]);
  expect(exact("l'avion")).toEqual(["lavion", "l", "avion"]);
});

test("counts how often a term occurs", () => {
  expect(analyzePassage("Token, token; tokens").get("token")).toBe(2);
  expect(analyzePassage("Token, token; tokens").get("~token")).toBe(3);
});

test("finds other forms of a word through the stem, and shares the weight with the exact form", () => {
  expect(analyzeQuestion("indexes")).toEqual(
    new Map([
      ["~index", 0.5],
      ["indexes", 0.5],
    ]),
  );
  expect(analyzePassage("indexing indexed").get("~index")).toBe(2);
});

test("gives words that have no stem their whole weight", () => {
  expect(analyzeQuestion("край 42")).toEqual(
    new Map([
      ["край", 1],
      ["42", 1],
    ]),
  );
});

test("leaves stop words out of a question unless there is nothing else", () => {
  expect(asked("How do I reset the device?")).toEqual(["reset", "device"]);
  expect(asked("Who is it?")).toEqual(["who", "is", "it"]);
  expect(analyzeQuestion("?!")).toEqual(new Map());
});

test("finds in a passage what the same words ask for", () => {
  assert(
    property(string({ unit: "grapheme", maxLength: 60 }), (text) => {
      const passage = analyzePassage(text);
      expect([...analyzeQuestion(text).keys()].filter((term) => !passage.has(term))).toEqual([]);
    }),
    { seed: 1, numRuns: 500 },
  );
});

test("gives no empty term and no term of endless length", () => {
  assert(
    property(string({ unit: "binary", maxLength: 100 }), (text) => {
      expect(analyzePassage(text).has("")).toBe(false);
    }),
    { seed: 2, numRuns: 200 },
  );
  const lengths = [...analyzePassage(`${"a".repeat(100_000)} ${"x1".repeat(50_000)}`).keys()].map(
    ({ length }) => length,
  );
  expect(Math.max(...lengths)).toBeLessThan(200);
});

test("other stop words can be set", () => {
  const analyzer = createAnalyzer({ ...DEFAULT_ANALYZER, stopWords: new Set(["wie", "geht"]), stemWeight: 0 });
  expect([...analyzer.question("Wie geht das").keys()]).toEqual(["das"]);
});
