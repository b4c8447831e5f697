import { array, assert, asyncProperty, constantFrom, integer, string } from "fast-check";
import { expect, test } from "vitest";

import { readEvents } from "./read-events.ts";

const LIMITS = { maxBytes: 10_000, maxEventChars: 1000 };

async function* inPieces(text: string, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let from = 0, piece = 0; from < bytes.length; piece++) {
    const size = sizes[piece % sizes.length] ?? 1;
    yield bytes.subarray(from, from + size);
    from += size;
  }
}

async function eventsOf(bytes: AsyncIterable<Uint8Array>): Promise<readonly string[]> {
  const events: string[] = [];
  for await (const event of readEvents(bytes, LIMITS)) events.push(event);
  return events;
}

test("events come out the same wherever the bytes are cut and however lines end", async () => {
  const data = string({ unit: "grapheme", maxLength: 20 }).map((text) => text.replaceAll(/[\r\n]/gu, "·"));
  const property = asyncProperty(
    array(data, { maxLength: 8 }),
    array(integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
    constantFrom("\n", "\r\n", "\r"),
    async (events, sizes, end) => {
      const text = events.map((event) => `: note${end}data: ${event}${end}${end}`).join("");
      expect(await eventsOf(inPieces(text, sizes))).toEqual(events);
    },
  );
  await assert(property, { numRuns: 300, seed: 1 });
});

test("several data lines are one event, and an event without a blank line at the end counts", async () => {
  expect(await eventsOf(inPieces("data: a\ndata:b\n\nevent: x\n\ndata: c", [3]))).toEqual(["a\nb", "c"]);
});

test("an event or a stream beyond the limits is refused", async () => {
  await expect(eventsOf(inPieces(`data: ${"x".repeat(1001)}`, [7]))).rejects.toThrow("an event without an end");
  await expect(eventsOf(inPieces("data: x\n\n".repeat(2000), [7]))).rejects.toThrow("more than");
});
