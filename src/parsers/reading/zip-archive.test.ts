// Proves that an archive cannot make the reader unpack more than it may, or read what is not there.
import { expect, test } from "vitest";

import { zipOf } from "../../../test/hostile/samples/office.ts";
import { DEFAULT_LIMITS } from "./default-limits.ts";
import { openZip } from "./zip-archive.ts";

const SAMPLE = zipOf({ "a/One.xml": "first words ".repeat(50), "../../etc/passwd": "x", "b.txt": "second" });
const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const positions = (bytes: Uint8Array, signature: number) =>
  Array.from({ length: bytes.length - 3 }, (_, at) => at).filter((at) => view(bytes).getUint32(at, true) === signature);

function open(bytes: Uint8Array, maxBytes = DEFAULT_LIMITS.maxBytes) {
  return openZip({ bytes, fileName: "a.zip", limits: { ...DEFAULT_LIMITS, maxBytes } });
}

function text(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}

test("files are found by name, whatever its case and slashes", () => {
  const archive = open(SAMPLE);
  expect(text(archive.read("/A\\one.XML"))).toBe("first words ".repeat(50));
  expect(archive.read("missing")).toBeUndefined();
  expect(archive.names).toHaveLength(3);
});

test("an archive behind other bytes is read", () => {
  expect(text(open(Buffer.concat([Buffer.from("#!/bin/sh\n"), SAMPLE])).read("b.txt"))).toBe("second");
});

test("what unpacks to more than the limit, or hundreds of times its size, is refused", () => {
  expect(() => open(SAMPLE, 500).read("a/one.xml")).toThrow(/unpacks to more than the limits allow/);
  const bomb = zipOf({ bomb: new Uint8Array(30_000_000) });
  expect(() => open(bomb).read("bomb")).toThrow(/unpacks to more than the limits allow/);
});

test("the limit is for all files of an archive together", () => {
  const archive = open(SAMPLE, 605);
  archive.read("a/One.xml");
  expect(() => archive.read("b.txt")).toThrow(/unpacks to more/);
});

test("a size that the directory lies about changes nothing", () => {
  const bytes = SAMPLE.slice();
  for (const at of positions(bytes, 0x02014b50)) view(bytes).setUint32(at + 24, 1, true);
  expect(text(open(bytes).read("a/One.xml"))).toHaveLength(600);
});

test("an encrypted entry says so", () => {
  const bytes = SAMPLE.slice();
  for (const at of positions(bytes, 0x02014b50)) view(bytes).setUint16(at + 8, 1, true);
  expect(() => open(bytes).read("b.txt")).toThrow("a.zip: it is protected with a password");
});

test("a changed byte is noticed by its checksum", () => {
  const bytes = zipOf({ "a.txt": "abcdefghijklmnopqrstuvwxyz" });
  const at = Buffer.from(bytes).indexOf("klm");
  const damaged = at === -1 ? bytes.map((byte, index) => (index === 40 ? byte ^ 1 : byte)) : bytes.with(at, 0);
  expect(() => open(new Uint8Array(damaged)).read("a.txt")).toThrow(/damaged/);
});

test("every way of cutting it off gives a reason or the right files", () => {
  for (let length = 0; length < SAMPLE.length; length += 1) {
    expect(() => open(SAMPLE.slice(0, length)).read("b.txt")).toThrow(
      expect.objectContaining({ code: "parse_failed" }),
    );
  }
});

test("a claim of millions of files is refused", () => {
  const bytes = SAMPLE.slice();
  const [end = 0] = positions(bytes, 0x06054b50);
  view(bytes).setUint16(end + 10, 0xfffe, true);
  expect(() => open(bytes)).toThrow(/claims 65534 files/);
});
