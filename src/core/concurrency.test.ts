import { expect, test } from "vitest";

import { mapOrdered, readAhead } from "./concurrency.ts";

async function* count(to: number): AsyncGenerator<number> {
  for (let value = 0; value < to; value += 1) yield value;
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

test("results keep the order of the items and never more than the limit run at once", async () => {
  let running = 0;
  let most = 0;
  const results = mapOrdered(count(20), 3, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, (20 - item) % 4));
    running -= 1;
    return item * 2;
  });
  expect(await collect(results)).toEqual([...Array(20).keys()].map((item) => item * 2));
  expect(most).toBeLessThanOrEqual(3);
});

test("a failing item ends the stream with its error", async () => {
  const results = mapOrdered(count(5), 2, async (item) => {
    if (item === 3) throw new Error("three");
    return item;
  });
  await expect(collect(results)).rejects.toThrow("three");
});

test("what was listed before the listing failed is worked on, then the error comes", async () => {
  async function* breaking(): AsyncGenerator<number> {
    yield* count(5);
    throw new Error("unplugged");
  }
  const seen: number[] = [];
  const reading = async (): Promise<void> => {
    for await (const result of mapOrdered(breaking(), 4, async (item) => item)) seen.push(result);
  };
  await expect(reading()).rejects.toThrow("unplugged");
  expect(seen).toEqual([0, 1, 2, 3, 4]);
});

test("stopping early lets the listing clean up", async () => {
  let closed = false;
  async function* listing(): AsyncGenerator<number> {
    try {
      yield* count(100);
    } finally {
      closed = true;
    }
  }
  for await (const result of mapOrdered(listing(), 2, async (item) => item)) if (result === 3) break;
  expect(closed).toBe(true);
});

test("reading ahead gives the same items and knows the total before they are used up", async () => {
  const ahead = readAhead(count(10), 100);
  const seen: number[] = [];
  for await (const item of ahead) {
    seen.push(item);
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (item === 4) expect(ahead.listed()).toEqual({ count: 10, complete: true });
  }
  expect(seen).toEqual([...Array(10).keys()]);
});

test("reading ahead stops at its limit", async () => {
  const ahead = readAhead(count(1000), 10);
  for await (const item of ahead) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (item === 3) break;
  }
  expect(ahead.listed().count).toBeLessThan(20);
});

test("an error while listing arrives after the items before it", async () => {
  async function* broken(): AsyncGenerator<number> {
    yield 1;
    throw new Error("unplugged");
  }
  const seen: number[] = [];
  await expect(async () => {
    for await (const item of readAhead(broken(), 10)) seen.push(item);
  }).rejects.toThrow("unplugged");
  expect(seen).toEqual([1]);
});
