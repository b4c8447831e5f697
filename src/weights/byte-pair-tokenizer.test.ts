import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";

import { randomStrings } from "../../bench/weights/random-strings.ts";
import { createBytePairTokenizer } from "./byte-pair-tokenizer.ts";
import { splitText } from "./tokenizer/split-text.ts";
import { parseTokenizerFile, readTokenizerFile } from "./tokenizer/tokenizer-file.ts";

const path = fileURLToPath(new URL("../../models/nano/tokenizer.json", import.meta.url));
const nano = createBytePairTokenizer(await readTokenizerFile(path));

const wholeSchema = z.object({ count: z.number(), sha256: z.string() });
const shownSchema = z.object({ text: z.string(), ids: z.array(z.number()) });

test("ten thousand strings of mixed scripts get the ids that the Hugging Face library gives them", async () => {
  const file = await readFile(new URL("../../test/golden/nano/tokens.jsonl", import.meta.url), "utf8");
  const [whole, ...shown] = file
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  const golden = wholeSchema.parse(whole);
  for (const { text, ids } of shown.map((line) => shownSchema.parse(line)))
    expect({ text, ids: nano.encode(text, "parse") }).toEqual({ text, ids });
  const lines = randomStrings(20, golden.count).map((text) => nano.encode(text, "parse").join(","));
  expect(createHash("sha256").update(lines.join("\n")).digest("hex")).toBe(golden.sha256);
});

test("every text comes back as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(nano.decode(nano.encode(text, "plain"))).toBe(text);
      expect(splitText(text).join("")).toBe(text);
    }),
  );
});

test("the end of a turn within a text is read as such only when asked to", () => {
  const end = nano.idOf("<|im_end|>");
  expect(nano.encode("a<|im_end|>", "parse").at(-1)).toBe(end);
  expect(nano.encode("a<|im_end|>", "plain")).not.toContain(end);
  expect(nano.decode(nano.encode("a<|im_end|>", "plain"))).toBe("a<|im_end|>");
});

test("specials are written out only when asked for", () => {
  const ids = nano.encode("<|im_start|>user\nHi<|im_end|>", "parse");
  expect(nano.decode(ids)).toBe("user\nHi");
  expect(nano.decode(ids, "show")).toBe("<|im_start|>user\nHi<|im_end|>");
});

test("every digit is a token", () => {
  expect(nano.encode("20481", "plain")).toHaveLength(5);
});

test("half a letter becomes a replacement character", () => {
  const ids = nano.encode("\u{10FFFD}", "plain");
  expect(ids.length).toBeGreaterThan(1);
  expect(nano.decode(ids.slice(0, -1))).toBe("\uFFFD");
});

test("a tokenizer that splits in another way is refused", async () => {
  const file = (await readFile(path, "utf8")).replaceAll(String.raw`\\p{N}|`, String.raw`\\p{N}{1,3}|`);
  expect(() => parseTokenizerFile(file, "other.json")).toThrow("other.json is no tokenizer that Schoolbook reads");
});
