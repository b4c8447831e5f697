// Keeps a source that suddenly lists almost nothing from emptying the library: an unmounted disk looks like an empty folder.
import { z } from "zod";

import { SchoolbookError } from "../core/errors.ts";

/** The `allowShrink` option that every kind of source has. */
export const ALLOW_SHRINK = z
  .boolean()
  .default(false)
  .describe("Accept a listing that has lost everything (web: more than half) since the last sync, and delete it");

export type ShrinkCheck = {
  /** What is listed, for the message: `folder docs`. */
  readonly what: string;
  readonly before: number;
  readonly now: number;
  /** Share of the former documents that must still be there; 0 means at least one. */
  readonly keep: number;
  readonly allowShrink: boolean;
};

/** Throws `source_unreachable` when too little is left, so that nothing is deleted until somebody says it is meant. */
export function guardShrink({ what, before, now, keep, allowShrink }: ShrinkCheck): void {
  if (allowShrink || before === 0 || (now > 0 && now >= before * keep)) return;
  throw new SchoolbookError(
    "source_unreachable",
    `${what} lists ${now === 0 ? "nothing" : `only ${now}`} where it listed ${before} before; nothing was deleted.`,
    {
      hint: "If this is meant, run `schoolbook library sync --allow-removals`, or set `allowShrink: true` for this source.",
      details: { before, now },
    },
  );
}
