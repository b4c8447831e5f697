// Sees that nobody is there to answer: a run against a server that is down ends at once, and does not fail row by row.
import { SchoolbookError } from "../../core/errors.ts";

export type ReachWatch = {
  /** The error to end the run with, once enough calls in a row found nobody there. */
  note(error: SchoolbookError | undefined): SchoolbookError | undefined;
};

/** Nothing has been answered yet: the address is wrong, or the server was never started. */
const AT_FIRST = 3;
/** It did answer before: a server that is started anew takes a moment. */
const LATER = 10;

export function watchReach(): ReachWatch {
  let inRow = 0;
  let answered = false;
  return {
    note: (error) => {
      const isAway = error?.details["unreachable"] === true;
      inRow = isAway ? inRow + 1 : 0;
      if (!isAway) answered = true;
      if (error === undefined || inRow < (answered ? LATER : AT_FIRST)) return undefined;
      return nobodyThere(error, { inRow, answered });
    },
  };
}

type Seen = { readonly inRow: number; readonly answered: boolean };

function nobodyThere(
  { code, message, hint, details, cause }: SchoolbookError,
  { inRow, answered }: Seen,
): SchoolbookError {
  const when = answered ? `The last ${inRow} calls found nobody there` : `The first ${inRow} calls found nobody there`;
  return new SchoolbookError(code, `${when}, and the run was ended: ${message}`, {
    hint: `${hint} The same command then goes on: what was answered is kept, and what failed is asked again.`,
    details,
    cause,
  });
}
