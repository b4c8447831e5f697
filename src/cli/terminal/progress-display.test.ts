import { expect, test } from "vitest";

import { createPalette } from "./palette.ts";
import { createProgressDisplay } from "./progress-display.ts";

function record(mode: "bar" | "lines" | "none", columns = 80) {
  let now = 0;
  let written = "";
  const output = { write: (text: string) => void (written += text), isTTY: true, columns };
  const palette = createPalette({ colors: false, links: false });
  const display = createProgressDisplay({ output, palette, mode, monotonicMs: () => now });
  const at = (ms: number, done: number, total: number | undefined, from = 0): string => {
    now = ms;
    written = "";
    display.show({ stage: "docs", done, from, total, unit: "documents" });
    return written;
  };
  return { at, display, written: () => written };
}

test("a bar is redrawn with share, rate and time left, and taken away at the end", () => {
  const { at, display, written } = record("bar");
  expect(at(100, 10, 1000)).toBe("docs ──────────────────────── 10/1,000 documents");
  expect(at(110, 11, 1000)).toBe("");
  expect(at(2100, 500, 1000)).toBe("\r\u001b[2Kdocs ━━━━━━━━━━━━──────────── 500/1,000 documents · 250/s · 2 s left");
  display[Symbol.dispose]();
  expect(written().endsWith("\r\u001b[2K")).toBe(true);
});

test("what was there before the work began does not make it seem quick", () => {
  const { at } = record("bar");
  expect(at(100, 900, 1000, 900)).toBe("docs ━━━━━━━━━━━━━━━━━━━━━━── 900/1,000 documents");
  expect(at(5100, 950, 1000, 900)).toContain("950/1,000 documents · 10/s · 5 s left");
});

test("an unknown total shows counts only", () => {
  expect(record("bar").at(100, 10, undefined)).toBe("docs 10 documents");
});

test("what has a curve is drawn by it, as far as it has come", () => {
  let written = "";
  const output = { write: (text: string) => void (written += text), isTTY: true, columns: 80 };
  const palette = createPalette({ colors: false, links: false });
  const display = createProgressDisplay({ output, palette, mode: "bar", monotonicMs: () => 100 });
  const curve = [8, 6, 4, 3, 2, 1];
  display.show({ stage: "training", done: 6, total: 24, unit: "steps", detail: "loss 1.000", curve });
  expect(written).toBe("training █▆▄▃▂▁────────────────── 6/24 steps · loss 1.000");
  written = "";
  display.clear();
  const again = createProgressDisplay({ output, palette, mode: "bar", monotonicMs: () => 100 });
  again.show({ stage: "training", done: 2, total: 4, unit: "steps", curve: [8, 1] });
  expect(written).toBe("\r\u001b[2Ktraining ██████▁▁▁▁▁▁──────────── 2/4 steps");
});

test("a narrow terminal gets a line that fits", () => {
  expect(record("bar", 20).at(100, 10, 1000)).toBe("docs: 10/1,000 docu");
});

test("without a terminal there is a plain line every ten seconds", () => {
  const { at } = record("lines");
  expect(at(0, 1, 100)).toBe("");
  expect(at(5000, 20, 100)).toBe("");
  expect(at(10_000, 50, 100)).toBe("docs: 50/100 documents · 5/s · 10 s left\n");
});

test("quiet is quiet", () => {
  expect(record("none").at(100, 1, 2)).toBe("");
});

test("one document is not many", () => {
  const { at } = record("bar");
  expect(at(100, 1, undefined)).toBe("docs 1 document");
  expect(at(200, 1, 2)).toContain("1/2 documents");
});
