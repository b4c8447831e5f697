// What two reports of the same climb have to share: all but when it was, where it lies, and how long things took.
import { readFileSync } from "node:fs";

const OF_THE_MOMENT = /^(?:at|folder|adapter|seconds)$|Ms$/u;
const TIMES = /[\d.,]+ m?s\b/gu;

export function comparableReport(path: string): Readonly<Record<string, unknown>> {
  const read: unknown = JSON.parse(readFileSync(path, "utf8"), (key, value: unknown) => {
    if (OF_THE_MOMENT.test(key)) return undefined;
    return typeof value === "string" ? value.replaceAll(TIMES, "so long") : value;
  });
  return typeof read === "object" && read !== null ? { ...read } : {};
}

/** The fields in which they differ. */
export function differencesBetween(path: string, other: string): readonly string[] {
  const [one, two] = [comparableReport(path), comparableReport(other)];
  const fields = new Set([...Object.keys(one), ...Object.keys(two)]);
  return [...fields].filter((field) => JSON.stringify(one[field]) !== JSON.stringify(two[field]));
}
