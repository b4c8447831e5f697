// What a check of training rows finds: what is wrong with which lines, and what to do.

export type FindingKind =
  | "malformed"
  | "row-left-out"
  | "part-left-out"
  | "duplicate"
  | "near-duplicate"
  | "contradiction"
  | "leak-exact"
  | "leak-near"
  | "leak-source"
  | "nothing-learnt"
  | "end-cut-off"
  | "end-not-trained"
  | "too-long"
  | "label-imbalance"
  | "form-mixed"
  | "opening-repeated"
  | "no-refusals"
  | "secret"
  | "personal-data"
  | "access-too-wide"
  | "served-to-nobody"
  | "one-source"
  | "too-few";

export type Finding = {
  readonly kind: FindingKind;
  /** `error`: training on it would teach something wrong, or measure something wrong afterwards. */
  readonly severity: "error" | "warning";
  /** Lines of the file; empty where it is about all of it. */
  readonly lines: readonly number[];
  readonly message: string;
  readonly remedy: string;
};

const SHOWN = 6;

/** `line 3`, `lines 3, 8 and 9`, `lines 1, 2, 3, 4, 5, 6 and 91 more`. */
export function linesText(lines: readonly number[]): string {
  if (lines.length === 1) return `line ${lines[0]}`;
  const shown = lines.slice(0, SHOWN);
  const rest = lines.length - shown.length;
  const last = rest > 0 ? `${rest} more` : String(shown.at(-1));
  return `lines ${(rest > 0 ? shown : shown.slice(0, -1)).join(", ")} and ${last}`;
}
