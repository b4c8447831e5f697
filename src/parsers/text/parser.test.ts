import { expect, test } from "vitest";

import type { ParsedDocument } from "../../spec/parser.ts";
import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { textParser } from "./parser.ts";

const words = "Gr\u00fc\u00dfe aus K\u00f6ln \u2013 \u4f60\u597d \u{1f600}";

async function parse(bytes: Uint8Array): Promise<ParsedDocument> {
  return textParser.parse({ bytes, fileName: "notes.txt", limits: DEFAULT_LIMITS });
}

function utf32(text: string, littleEndian: boolean): Uint8Array {
  const points = Array.from(`\ufeff${text}`, (char) => char.codePointAt(0) ?? 0);
  const view = new DataView(new ArrayBuffer(points.length * 4));
  points.forEach((point, index) => view.setUint32(index * 4, point, littleEndian));
  return new Uint8Array(view.buffer);
}

test.each([
  ["UTF-8", Buffer.from(words)],
  ["UTF-8 with a mark", Buffer.from(`\ufeff${words}`)],
  ["UTF-16 little endian", Buffer.from(`\ufeff${words}`, "utf16le")],
  ["UTF-16 big endian", Buffer.from(`\ufeff${words}`, "utf16le").swap16()],
  ["UTF-32 little endian", utf32(words, true)],
  ["UTF-32 big endian", utf32(words, false)],
])("%s is read without a warning", async (_name, bytes) => {
  expect(await parse(bytes)).toMatchObject({ text: words, format: "text", warnings: [] });
});

test("UTF-16 without a mark is recognised", async () => {
  const text = "Plain words in a wide encoding, as some programs write them.";
  expect((await parse(Buffer.from(text, "utf16le"))).text).toBe(text);
  expect((await parse(Buffer.from(text, "utf16le").swap16())).text).toBe(text);
});

test("bytes of Latin-1 are read as Windows-1252, and a warning says so", async () => {
  const { text, warnings } = await parse(Buffer.from([0x47, 0x72, 0xfc, 0xdf, 0x65, 0x20, 0x80]));
  expect(text).toBe("Gr\u00fc\u00dfe \u20ac");
  expect(warnings).toEqual([expect.stringContaining("Windows-1252")]);
});

test("UTF-8 that is cut off inside a character stays UTF-8", async () => {
  const { text, warnings } = await parse(Buffer.from(words).subarray(0, -2));
  expect(text).toBe(`${words.slice(0, -2)}\ufffd`);
  expect(warnings).toEqual([expect.stringContaining("not valid utf-8")]);
});

test.each([
  ["NUL bytes", Buffer.from("words\0\0\0words")],
  ["control characters", Buffer.from([0x80, ...Array.from({ length: 60 }, (_, index) => (index % 7) + 1)])],
])("a file of %s is no text", async (_name, bytes) => {
  await expect(async () => parse(bytes)).rejects.toMatchObject({ code: "parse_failed" });
});

test("front matter says who may read a text too", async () => {
  expect(await parse(Buffer.from("---\nacl: group:hr\n---\nBody"))).toMatchObject({ text: "Body", acl: ["group:hr"] });
});

test.each([
  ":title: Pay\n:acl: group:hr\n\n= Pay bands",
  "#+TITLE: Pay\n#+ACL: group:hr\nPay bands",
  "% acl: group:hr\nPay bands",
  "Pay bands\n\nacl = group:hr\n",
  ".. access: [group:hr]\n\nPay bands",
  "acl:\nPay bands",
])("a line that means to say who may read, in markup that is not read, closes the text: %j", async (text) => {
  const parsed = await parse(Buffer.from(text));
  expect(parsed).toMatchObject({ acl: [], aclIsBroken: true });
  expect(parsed.warnings).toEqual([expect.stringContaining("Nobody may read this document")]);
});

test.each(["ACL: an access control list says who may read a file.", "Remote access: by VPN", "Oracle: 5"])(
  "a text that merely speaks of access is as open as its rule says: %j",
  async (text) => {
    expect(await parse(Buffer.from(text))).not.toHaveProperty("acl");
  },
);
