// The one way in which a parser says that a file cannot be read.
import { SchoolbookError } from "../../core/errors.ts";
import type { ParseInput } from "../../spec/parser.ts";

/** A `parse_failed` error whose message is the file's name and the reason. */
export function parseFailure(
  fileName: string,
  reason: string,
  options: { readonly hint?: string; readonly cause?: unknown } = {},
): SchoolbookError {
  return new SchoolbookError("parse_failed", `${fileName}: ${reason}`, { ...options, details: { fileName, reason } });
}

/** Refuses files above the size limit before anything is made of them. */
export function checkSize({ bytes, fileName, limits }: ParseInput): void {
  if (bytes.length <= limits.maxBytes) return;
  const sizes = `${megabytes(bytes.length)} MB, and the limit is ${megabytes(limits.maxBytes)} MB`;
  throw parseFailure(fileName, `the file has ${sizes}`, { hint: "Split the file, raise the limit, or exclude it." });
}

/** Refuses text above the limit, which is also what ends a file that unpacks to far more than it weighs. */
export function checkTextLength(length: number, { fileName, limits }: Pick<ParseInput, "fileName" | "limits">): void {
  if (length <= limits.maxChars) return;
  const reason = `it holds more than ${limits.maxChars.toLocaleString("en")} characters of text, which is the limit`;
  throw parseFailure(fileName, reason, { hint: "Split the file, raise the limit, or exclude it." });
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}
