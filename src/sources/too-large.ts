// What is reported of a file or page above the size cap of its source.
import { SchoolbookError } from "../core/errors.ts";

const UNITS = ["bytes", "kB", "MB", "GB", "TB"];

/** A size for people: 1 kB is 1,000 bytes, as file managers count. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${UNITS[power] ?? ""}`;
}

/** Names the document, its size and the cap. */
export function tooLarge(uri: string, bytes: number, maxBytes: number): SchoolbookError {
  return new SchoolbookError(
    "input_invalid",
    `${uri} has ${formatBytes(bytes)}; what has more than ${formatBytes(maxBytes)} is not read.`,
    { hint: "Exclude it, or raise `maxBytes` of its source.", details: { bytes, maxBytes } },
  );
}
