// Figures as a row of little bars.

const BARS = "▁▂▃▄▅▆▇█";

/** At most `width` bars; each is the mean of the figures in its place, the lowest of all the smallest bar. */
export function sparkline(values: readonly number[], width: number): string {
  const means = meansOf(
    values.filter((value) => Number.isFinite(value)),
    width,
  );
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const steps = BARS.length - 1;
  return means
    .map((mean) => BARS[high === low ? steps >> 1 : Math.round(((mean - low) / (high - low)) * steps)] ?? "")
    .join("");
}

function meansOf(values: readonly number[], width: number): readonly number[] {
  const places = Math.min(width, values.length);
  return Array.from({ length: places }, (_, place) => {
    const part = values.slice(
      Math.floor((place * values.length) / places),
      Math.floor(((place + 1) * values.length) / places),
    );
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}
