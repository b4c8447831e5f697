import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { EMBEDDER_SUITE } from "../../testing/embedder-suite.ts";
import { createStaticEmbedder } from "./create-static-embedder.ts";
import { type EmbeddingTable, MODEL_FOLDER, readTable } from "./read-table.ts";

test.each(EMBEDDER_SUITE.map((one) => [one.name, one] as const))("the embedder in the box: %s", async (_name, one) => {
  await one.check(async () => ({
    embedder: createStaticEmbedder(),
    meaningful: true,
    [Symbol.asyncDispose]: async () => undefined,
  }));
});

/** Rows that have two numbers and then nothing: 32 is the least that the kernel takes at once. */
function smallTable(...rows: readonly (readonly [number, number])[]): EmbeddingTable {
  const values = Int8Array.from(rows.flatMap((row) => [...row, ...Array.from({ length: 30 }, () => 0)]));
  const entries = ["[UNK]", "red", "blue"];
  return { dims: 32, entries, scales: Float32Array.of(0, 1, 0.5), values, hash: "0123456789abcdef0123" };
}

test("a vector is the sum of the scaled rows, as often as they occur, at length 1", async () => {
  const embedder = createStaticEmbedder(smallTable([0, 0], [3, 4], [0, 2]));
  const [red, both, none] = await embedder.embed(["red", "blue red blue", "green"], "document");
  expect(red?.slice(0, 3)).toEqual(Float32Array.of(0.6, 0.8, 0));
  expect(both?.[0]).toBeCloseTo(3 / Math.hypot(3, 6));
  expect(both?.[1]).toBeCloseTo(6 / Math.hypot(3, 6));
  expect(none?.every((value) => Math.abs(value - 1 / Math.sqrt(32)) < 1e-6)).toBe(true);
});

test("the fingerprint changes with a single byte of the table or the vocabulary", () => {
  const folder = copiedModel();
  const before = createStaticEmbedder(readTable(folder)).fingerprint;
  const table = readFileSync(join(folder, "table.bin"));
  table[table.length - 1] = (table.at(-1) ?? 0) ^ 1;
  writeFileSync(join(folder, "table.bin"), table);
  const after = createStaticEmbedder(readTable(folder)).fingerprint;
  expect(after).not.toBe(before);
  const words = readFileSync(join(folder, "vocabulary.txt"), "utf8");
  writeFileSync(join(folder, "vocabulary.txt"), words.replace("\nthe\n", "\nzhe\n"));
  expect(createStaticEmbedder(readTable(folder)).fingerprint).not.toBe(after);
});

test.each([
  ["cut off", (table: Buffer) => table.subarray(0, table.length - 1)],
  ["another file", () => Buffer.from("<html>")],
  ["empty", () => Buffer.alloc(0)],
])("a table that is %s is refused with what to do", (_name, damage) => {
  const folder = copiedModel();
  writeFileSync(join(folder, "table.bin"), damage(readFileSync(join(folder, "table.bin"))));
  expect(() => readTable(folder)).toThrow(expect.objectContaining({ code: "engine_failed", hint: expect.any(String) }));
});

function copiedModel(): string {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-embedder-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ["table.bin", "vocabulary.txt"]) copyFileSync(join(MODEL_FOLDER, name), join(folder, name));
  return folder;
}
