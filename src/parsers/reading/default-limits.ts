// How large a file may be, and how much text and how many pages may come out of it, when nothing else is said.
import type { ParseLimits } from "../../spec/parser.ts";

/** Generous for documents that people write, small enough that one file cannot fill a machine. */
export const DEFAULT_LIMITS: ParseLimits = { maxBytes: 100_000_000, maxChars: 30_000_000, maxPages: 2000 };
