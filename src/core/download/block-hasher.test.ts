import { expect, test } from "vitest";

import { sha256 } from "../hash.ts";
import { seededRandom } from "../runtime.ts";
import { createBlockHasher, newBlock } from "./block-hasher.ts";

const MEGABYTE = 1024 * 1024;

test("small files and large ones are hashed alike, block after block", async () => {
  const random = seededRandom(8);
  const body = Buffer.from(Uint32Array.from({ length: (3 * MEGABYTE) / 4 }, () => random() * 2 ** 32).buffer);
  for (const size of [body.length, 128 * MEGABYTE, undefined]) {
    await using hasher = createBlockHasher(size);
    const block = newBlock(MEGABYTE);
    for (let at = 0; at < body.length; at += 700_001) {
      const piece = body.subarray(at, at + 700_001);
      block.set(piece);
      await hasher.update(block.subarray(0, piece.length));
    }
    expect(await hasher.finish()).toEqual({ sha256: sha256(body), gitSha1: undefined });
  }
});

test("a large file's hasher takes only what it can share with its thread, and may be let go unused", async () => {
  await using hasher = createBlockHasher(128 * MEGABYTE);
  await expect(hasher.update(new Uint8Array(8))).rejects.toThrow(TypeError);
});

test("a hasher that has ended does not keep anybody waiting", async () => {
  const hasher = createBlockHasher(128 * MEGABYTE);
  const block = newBlock(MEGABYTE);
  await hasher.update(block);
  const last = hasher.update(block);
  await hasher[Symbol.asyncDispose]();
  await Promise.allSettled([last]);
  await expect(hasher.finish()).rejects.toThrow("has ended");
});

test("git's name for a file is hashed beside, where its size is known", async () => {
  await using hasher = createBlockHasher(6, 6);
  await hasher.update(Buffer.from("hello\n"));
  expect((await hasher.finish()).gitSha1).toBe("ce013625030ba8dba906f756967f9e9ca394464a");
});
