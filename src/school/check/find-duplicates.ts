// Rows that say the same twice, nearly the same, or of the same question something else.
import { type Finding, linesText } from "./finding.ts";
import { nearGroups } from "./near-groups.ts";
import type { PreparedRow } from "./prepare-rows.ts";

export type Duplicates = {
  readonly findings: readonly Finding[];
  /** Rows that belong together, by their places: a split must not part them. */
  readonly groups: readonly (readonly number[])[];
  /** Rows that could go without anything being lost. */
  readonly surplus: number;
};

export function findDuplicates(rows: readonly PreparedRow[]): Duplicates {
  const findings: Finding[] = [];
  const groups: (readonly number[])[] = [];
  let surplus = 0;
  const firsts: PreparedRow[] = [];
  for (const asked of Map.groupBy(rows, ({ contextKey }) => contextKey).values()) {
    const answers = [...Map.groupBy(asked, ({ replyKey }) => replyKey).values()];
    for (const same of answers) {
      firsts.push(...same.slice(0, 1));
      surplus += same.length - 1;
      if (same.length > 1) findings.push(duplicate(same));
    }
    if (answers.length > 1) findings.push(contradiction(asked, answers));
    if (asked.length > 1) groups.push(asked.map(({ at }) => at));
  }
  for (const near of nearGroups(firsts)) {
    groups.push(near.map(({ at }) => at));
    // why: the very same question with different answers has been reported as such.
    if (new Set(near.map(({ contextKey }) => contextKey)).size > 1) findings.push(nearlySame(near));
  }
  return { findings, groups, surplus };
}

const linesOf = (rows: readonly PreparedRow[]): readonly number[] => rows.map(({ line }) => line);

function duplicate(rows: readonly PreparedRow[]): Finding {
  const lines = linesOf(rows);
  return {
    kind: "duplicate",
    severity: "warning",
    lines,
    message: `${linesText(lines)} are the same row`,
    remedy: "leave all but one out, or give one a weight",
  };
}

function nearlySame(rows: readonly PreparedRow[]): Finding {
  const lines = linesOf(rows);
  return {
    kind: "near-duplicate",
    severity: "warning",
    lines,
    message: `${linesText(lines)} are nearly the same`,
    remedy: "leave some out; they stay on one side of a split in any case",
  };
}

const SHORT_ANSWER = 6;

/** A label or a number can be right once only; a text can be written in many ways. */
function contradiction(asked: readonly PreparedRow[], answers: readonly (readonly PreparedRow[])[]): Finding {
  const lines = linesOf(asked).toSorted((one, other) => one - other);
  const numbers = new Set(asked.map(({ replyNumbers }) => replyNumbers));
  const isShort = asked.every(({ replyLength }) => replyLength <= SHORT_ANSWER);
  return {
    kind: "contradiction",
    severity: isShort || numbers.size > 1 ? "error" : "warning",
    lines,
    message: `${linesText(lines)} ask the same and answer it in ${answers.length} ways`,
    remedy: "find out which is right, or keep them if all of them are",
  };
}
