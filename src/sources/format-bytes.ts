// Sizes in messages.

const UNITS = ["bytes", "kB", "MB", "GB", "TB"];

/** `1 kB` is 1,000 bytes, as file managers count. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${UNITS[power] ?? ""}`;
}
