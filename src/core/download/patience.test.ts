import { setTimeout as sleep } from "node:timers/promises";

import { expect, test } from "vitest";

import { createPatience } from "./patience.ts";

test("time runs out when nothing happens, and not while something does", async () => {
  using patience = createPatience();
  patience.expectWithin(60);
  for (let beat = 0; beat < 10; beat++) {
    await sleep(15);
    patience.renew();
  }
  expect(patience.ranOut()).toBe(false);
  await new Promise((resolve) => patience.signal.addEventListener("abort", resolve));
  expect(patience.ranOut()).toBe(true);
});

test("while it is held, nobody is waited for", async () => {
  using patience = createPatience();
  patience.expectWithin(20);
  patience.hold();
  await sleep(100);
  expect(patience.ranOut()).toBe(false);
  patience.renew();
  await new Promise((resolve) => patience.signal.addEventListener("abort", resolve));
});

test("a process that was paused looks a second time", async () => {
  using patience = createPatience();
  patience.expectWithin(50);
  for (const until = performance.now() + 150; performance.now() < until;);
  await sleep(0);
  expect(patience.ranOut()).toBe(false);
  await new Promise((resolve) => patience.signal.addEventListener("abort", resolve));
});

test("the caller's wish to stop is no running out of time", () => {
  const stop = new AbortController();
  using patience = createPatience(stop.signal);
  patience.expectWithin(10_000);
  stop.abort();
  expect(patience.signal.aborted).toBe(true);
  expect(patience.ranOut()).toBe(false);
});
