// The experiments that need no training, at their small sizes: what CI runs of the lab.
import { expect, test } from "vitest";

import { withLlama } from "../../test/llama-engine.ts";
import { C2 } from "./c2-cost-of-a-change.ts";
import { C9 } from "./c9-the-wrong-passage.ts";
import { C13 } from "./c13-the-bill.ts";
import { runExperiment } from "./run.ts";

const LONG_MS = 300_000;
const signal = new AbortController().signal;

test(
  "C2 in small: one edited page embeds the same few passages however many there are",
  async () => {
    const { measured, sizes, isQuick } = await runExperiment(C2, { isQuick: true, signal, note: () => {} });
    expect({ sizes, isQuick }).toEqual({ sizes: C2.sizes.quick, isQuick: true });
    const embedded = measured.filter(({ what }) => what.startsWith("passages embedded")).map(({ value }) => value);
    expect(new Set(embedded).size).toBe(1);
  },
  LONG_MS,
);

withLlama("on nano", () => {
  test(
    "C9 in small: without their passages hardly a question is answered right",
    async () => {
      const { measured } = await runExperiment(C9, { isQuick: true, signal, note: () => {} });
      const lost = measured.find(({ what }) => what === "right with 100 % of the passages lost");
      const none = measured.find(({ what }) => what === "right with 0 % of the passages lost");
      expect(lost?.value ?? 1).toBeLessThan(0.1);
      expect(none?.value ?? 0).toBeGreaterThan(0.4);
    },
    LONG_MS,
  );

  test(
    "C13 in small: a training costs less than a month's machine, and the bills cross",
    async () => {
      const { measured } = await runExperiment(C13, { isQuick: true, signal, note: () => {} });
      const dollars = (what: string): number => measured.find((one) => one.what === what)?.value ?? Number.NaN;
      expect(dollars("one training")).toBeGreaterThan(0);
      expect(dollars("one training")).toBeLessThan(dollars("a machine for a month") / 100);
      const crossings = measured.filter(({ what }) => what.includes("they cost the same"));
      expect(crossings.map(({ value }) => Number.isFinite(value) && (value ?? 0) > 0)).toEqual([true, true, true]);
    },
    LONG_MS,
  );
});
