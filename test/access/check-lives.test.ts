import { expect, test } from "vitest";

import { checkLives } from "./check-lives.ts";

const bounds = { numRuns: 1000, interruptAfterTimeLimit: 60, seed: 1 };
const work = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 25));

test("no life goes on after the check has ended", async () => {
  let running = 0;
  let lived = 0;
  await checkLives(async () => {
    running += 1;
    await work();
    running -= 1;
    lived += 1;
  }, bounds);
  expect(running).toBe(0);
  expect(lived).toBeGreaterThan(0);
});

test("a life that fails after the time is up fails the check", async () => {
  let lives = 0;
  const check = checkLives(async () => {
    lives += 1;
    if (lives === 1) return;
    await new Promise((resolve) => setTimeout(resolve, 4 * bounds.interruptAfterTimeLimit));
    throw new Error("too late and wrong");
  }, bounds);
  await expect(check).rejects.toThrow("too late and wrong");
});
