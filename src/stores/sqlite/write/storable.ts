// What cannot be stored as it is given is refused rather than altered.
import { SchoolbookError } from "../../../core/errors.ts";

/** Refuses text that has no UTF-8 form. */
export function assertStorable(field: string, value: string): void {
  if (value.isWellFormed()) return;
  const shown = JSON.stringify(value.slice(0, 80));
  throw new SchoolbookError(
    "input_invalid",
    `${field} is not valid Unicode: ${shown} holds half of a surrogate pair.`,
    {
      details: { field, value: shown },
    },
  );
}
