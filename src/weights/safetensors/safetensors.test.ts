import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openSafetensors } from "./open-safetensors.ts";
import { type TensorToWrite, writeSafetensors } from "./write-safetensors.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "safetensors-"));
});
afterAll(async () => rm(folder, { recursive: true }));

const tensor = (name: string, bytes: Uint8Array): TensorToWrite => ({
  name,
  dtype: "U8",
  shape: [bytes.byteLength],
  bytes: bytes.byteLength,
  pieces: () => [bytes.subarray(0, 3), bytes.subarray(3)],
});

test("whatever is written is read again, whole or in part", async () => {
  const tensors = fc.uniqueArray(
    fc.record({ name: fc.string({ minLength: 1 }), bytes: fc.uint8Array({ maxLength: 99 }) }),
    {
      selector: ({ name }) => name,
      maxLength: 6,
    },
  );
  await fc.assert(
    fc.asyncProperty(tensors, async (wanted) => {
      const named = wanted.filter(({ name }) => name !== "__proto__" && name !== "__metadata__");
      const path = join(folder, "any.safetensors");
      await writeSafetensors(
        path,
        named.map(({ name, bytes }) => tensor(name, bytes)),
        { made: "here" },
      );
      await using file = await openSafetensors(path);
      expect(file.metadata).toEqual({ made: "here" });
      expect(file.tensors.size).toBe(named.length);
      for (const { name, bytes } of named) {
        const place = file.tensors.get(name);
        if (place === undefined) throw new Error(`${name} is missing`);
        expect(new Uint8Array(await file.read(place))).toEqual(bytes);
        const middle = Math.floor(bytes.byteLength / 2);
        expect(new Uint8Array(await file.read(place, middle))).toEqual(bytes.subarray(middle));
      }
    }),
    { numRuns: 40 },
  );
});

test("the numbers begin at a multiple of eight", async () => {
  const path = join(folder, "aligned.safetensors");
  await writeSafetensors(path, [tensor("odd name ü", new Uint8Array(5))]);
  expect(((await stat(path)).size - 5) % 8).toBe(0);
});

test("a tensor that gives other bytes than it promised leaves no file", async () => {
  const path = join(folder, "short.safetensors");
  await expect(writeSafetensors(path, [{ ...tensor("a", new Uint8Array(4)), bytes: 5 }])).rejects.toThrow(
    "a gave 4 bytes instead of 5",
  );
  await expect(stat(path)).rejects.toThrow("ENOENT");
  await expect(stat(`${path}.part`)).rejects.toThrow("ENOENT");
});

test.each([
  ["an empty file", Buffer.alloc(0), "ends too early"],
  ["a header that is longer than the file", Buffer.from([255, 255, 0, 0, 0, 0, 0, 0, 1]), "claims 65535 bytes"],
  ["a header that is no JSON", withHeader("nonsense"), "is no JSON"],
  [
    "a tensor outside the file",
    withHeader('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'),
    '"a" lies outside',
  ],
  ["a tensor without a place", withHeader('{"a":{"dtype":"F32","shape":[1]}}'), 'the entry of "a"'],
])("%s is refused", async (_, bytes, why) => {
  const path = join(folder, "damaged.safetensors");
  await writeFile(path, bytes);
  await expect(openSafetensors(path)).rejects.toThrow(why);
});

function withHeader(header: string): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, Buffer.from(header)]);
}
