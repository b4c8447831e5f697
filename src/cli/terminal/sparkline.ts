// Numbers as a row of bars, the smallest lowest.

const BARS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** With more numbers than fit, of each stretch the last one is shown. */
export function sparkline(values: readonly number[], width = 40): string {
  const shown = Math.min(width, values.length);
  const picked = Array.from(
    { length: shown },
    (_, at) => values[Math.ceil(((at + 1) * values.length) / shown) - 1] ?? 0,
  );
  const [least, most] = [Math.min(...picked), Math.max(...picked)];
  const range = most - least;
  return picked
    .map((value) => BARS[range > 0 ? Math.round(((value - least) / range) * (BARS.length - 1)) : 0] ?? "")
    .join("");
}
