// Runs a property over libraries' lives for as long as it may take, and leaves none of them running.
import * as fc from "fast-check";

import { LIFE } from "./actions.ts";

export type Life = typeof LIFE extends fc.Arbitrary<infer Value> ? Value : never;

export type LifeBounds = { readonly numRuns: number; readonly interruptAfterTimeLimit?: number; readonly seed: number };

/**
 * Lives lives until the time or the number is reached. fast-check walks away from the run that is under way when the time
 * is up; that one is waited for, so that it writes to nothing that is being removed, and counts like the others.
 */
export async function checkLives(live: (life: Life) => Promise<void>, bounds: LifeBounds): Promise<void> {
  let underWay: Promise<void> = Promise.resolve();
  try {
    await fc.assert(
      fc.asyncProperty(LIFE, async (life) => {
        underWay = live(life);
        await underWay;
      }),
      bounds,
    );
  } finally {
    await underWay.catch(() => undefined);
  }
  await underWay;
}
