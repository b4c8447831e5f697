// What an experiment of the lab is: a claim of others, what it would look like here, and how it is measured.
import type { Estimate } from "../../src/exam/statistics/interval.ts";
import { wilson } from "../../src/exam/statistics/wilson.ts";

/** A measured number; an interval where it is about questions and could have come out otherwise. */
export type Measured = {
  readonly what: string;
  readonly value: number;
  readonly unit: "share" | "difference" | "seconds" | "milliseconds" | "count" | "dollars" | "nats";
  readonly low?: number;
  readonly high?: number;
  /** How many questions, changes or pages it rests on. */
  readonly of?: number;
};

/** `open`: the interval holds both. */
export type Finding = {
  readonly expected: string;
  readonly holds: "yes" | "no" | "open";
};

export type Findings = {
  readonly measured: readonly Measured[];
  readonly findings: readonly Finding[];
  /** What it means, and what it does not. */
  readonly discussion: string;
};

export type Lab = {
  /** The smaller sizes, which CI runs. */
  readonly isQuick: boolean;
  readonly signal: AbortSignal;
  note(text: string): void;
};

export type Experiment = {
  readonly id: string;
  readonly claim: string;
  /** Who says so, and the figure that they give. */
  readonly source: string;
  /** What has to be seen here for the claim to count as reproduced; written before the first run. */
  readonly hypothesis: string;
  readonly seed: string;
  /** Registered: the first is the whole experiment, the second is what CI runs. */
  readonly sizes: {
    readonly whole: Readonly<Record<string, number>>;
    readonly quick: Readonly<Record<string, number>>;
  };
  run(lab: Lab, sizes: Readonly<Record<string, number>>): Promise<Findings>;
};

export type Verdict = "reproduced" | "not reproduced" | "undecided";

export function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some(({ holds }) => holds === "no")) return "not reproduced";
  return findings.every(({ holds }) => holds === "yes") ? "reproduced" : "undecided";
}

/** A share with Wilson's interval; of nothing, anything may be true. */
export function shareOf(what: string, hits: number, of: number): Measured {
  if (of === 0) return { what, value: 0, low: 0, high: 1, unit: "share", of };
  const { value, low, high } = wilson(hits, of);
  return { what, value, low, high, unit: "share", of };
}

export function differenceOf(what: string, { value, low, high }: Estimate, of: number): Measured {
  return { what, value, low, high, unit: "difference", of };
}

/** Holds where the whole interval lies beyond the bound, does not where none of it does. */
export function above({ value, low = value, high = value }: Measured, bound: number): Finding["holds"] {
  if (low > bound) return "yes";
  return high <= bound ? "no" : "open";
}

export function below({ value, low = value, high = value }: Measured, bound: number): Finding["holds"] {
  if (high < bound) return "yes";
  return low >= bound ? "no" : "open";
}

export function size(sizes: Readonly<Record<string, number>>, name: string): number {
  const found = sizes[name];
  if (found === undefined) throw new Error(`The experiment has no registered size "${name}".`);
  return found;
}
