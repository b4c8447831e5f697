// The tables of a run, in Markdown, so that they can go into docs/log.md as they are.
import { barsOf } from "./bars.ts";
import { KINDS } from "./kinds.ts";
import { p50, p95, recall, type Results } from "./results.ts";

export function printResults(results: Results, print: (line: string) => void): void {
  const { size, bandwidth, stores } = results;
  const gigabytes = (bandwidth.bytesPerMs / 1e6).toFixed(1);
  print(
    `\n${size.passages} passages × ${size.dims} dimensions; one thread reads ${gigabytes} GB/s (${bandwidth.method}). p50/p95 in ms.\n`,
  );
  print(`| store | build s | cold open + first | ${KINDS.join(" | ")} | upsert 100 until visible |`);
  print(`|---|${"---|".repeat(KINDS.length + 3)}`);
  for (const [name, measured] of stores) {
    const cells = KINDS.map((kind) => {
      const middle = p50(measured, kind);
      return middle === undefined
        ? "–"
        : `${number(middle)}/${number(p95(measured, kind))}${recallNote(recall(measured, kind))}`;
    });
    const { buildMs, coldMs, upsertVisibleMs } = measured;
    print(
      `| ${name} | ${(buildMs / 1000).toFixed(1)} | ${number(coldMs)} | ${cells.join(" | ")} | ${number(upsertVisibleMs)} |`,
    );
  }
  print("\n| bar | wanted | measured | |\n|---|---|---|---|");
  for (const { name, limit, atLeast, value, passed } of barsOf(results)) {
    const mark = passed === undefined ? "not measured" : passed ? "passed" : "MISSED";
    print(`| ${name} | ${atLeast ? "≥" : "≤"} ${number(limit)} | ${number(value)} | ${mark} |`);
  }
}

function recallNote(value: number | undefined): string {
  return value === undefined || value >= 0.995 ? "" : ` r${value.toFixed(3)}`;
}

function number(value: number | undefined): string {
  if (value === undefined) return "–";
  return value < 1 ? value.toPrecision(2) : value < 100 ? value.toFixed(2) : value.toFixed(0);
}
