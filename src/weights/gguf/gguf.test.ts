import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import type { GgufValue } from "./gguf-value.ts";
import { readGgufHeader } from "./read-gguf-header.ts";
import { type GgufTensor, tensorBytes, writeGguf } from "./write-gguf.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gguf-"));
});
afterAll(async () => rm(folder, { recursive: true }));

const VALUES = new Map<string, GgufValue>([
  ["general.name", { kind: "string", value: "nané" }],
  ["a.count", { kind: "uint32", value: 4_000_000_000 }],
  ["a.below", { kind: "int32", value: -7 }],
  ["a.rate", { kind: "float32", value: 0.5 }],
  ["a.large", { kind: "uint64", value: 2n ** 40n }],
  ["a.flag", { kind: "bool", value: true }],
  ["a.words", { kind: "strings", value: ["", "Ġa", "ü"] }],
  ["a.kinds", { kind: "int32s", value: [1, -3] }],
  ["a.factors", { kind: "float32s", value: [1.5, 2] }],
]);

const bytes = (length: number, fill: number): Uint8Array => new Uint8Array(length).fill(fill);
const TENSORS: readonly GgufTensor[] = [
  { name: "norm", format: "F32", shape: [5], pieces: () => [bytes(20, 1)] },
  { name: "matrix", format: "F16", shape: [3, 7], pieces: () => [bytes(20, 2), bytes(22, 2)] },
  { name: "blocks", format: "Q8_0", shape: [2, 64], pieces: () => [bytes(136, 3)] },
];

test("values and tensors are found where they were put", async () => {
  const path = join(folder, "whole.gguf");
  await writeGguf(path, VALUES, TENSORS);
  const header = await readGgufHeader(path);
  expect(header.version).toBe(3);
  expect(header.values).toEqual(new Map([...VALUES].map(([key, { value }]) => [key, value])));
  expect(header.tensors.map(({ name, shape, type }) => ({ name, shape, type }))).toEqual([
    { name: "norm", shape: [5], type: 0 },
    { name: "matrix", shape: [3, 7], type: 1 },
    { name: "blocks", shape: [2, 64], type: 8 },
  ]);
  const file = await readFile(path);
  for (const [at, place] of header.tensors.entries()) {
    expect(place.offset % 32).toBe(0);
    const wanted = TENSORS[at];
    const length = wanted === undefined ? 0 : tensorBytes(wanted);
    expect(new Uint8Array(file.subarray(place.offset, place.offset + length))).toEqual(bytes(length, at + 1));
  }
});

test("rows that do not fill blocks are refused with the name of the tensor", () => {
  expect(() => tensorBytes({ name: "odd", format: "Q8_0", shape: [2, 40] })).toThrow("odd has rows of 40 numbers");
});

test("a tensor of the wrong length leaves no file", async () => {
  const path = join(folder, "short.gguf");
  const short: GgufTensor = { name: "short", format: "F32", shape: [2], pieces: () => [bytes(4, 1)] };
  await expect(writeGguf(path, new Map(), [short])).rejects.toThrow("short gave 4 bytes instead of 8");
  await expect(readFile(path)).rejects.toThrow("ENOENT");
});

test("a file cut off anywhere in its header is refused, and so is another kind of file", async () => {
  const path = join(folder, "cut.gguf");
  await writeGguf(path, VALUES, []);
  const { length } = await readFile(path);
  for (const size of [0, 3, 7, 23, 60, Math.floor(length / 2)]) {
    await writeGguf(path, VALUES, []);
    await truncate(path, size);
    await expect(readGgufHeader(path)).rejects.toThrow("is no whole GGUF file");
  }
  await writeFile(path, "PK and other things that are no weights at all");
  await expect(readGgufHeader(path)).rejects.toThrow("does not begin with GGUF");
});

test("a count that no file can hold is not believed", async () => {
  const path = join(folder, "huge.gguf");
  const head = Buffer.alloc(24, 0xff);
  head.write("GGUF", "latin1");
  head.writeUInt32LE(3, 4);
  await writeFile(path, head);
  await expect(readGgufHeader(path)).rejects.toThrow("claims 18446744073709551615 entries");
});
