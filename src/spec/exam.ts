// Questions, what came of them, and how that is scored.
import type { Principals } from "./access.ts";
import type { Answer } from "./answer.ts";
import type { JsonSchema } from "./chat.ts";

export type Axis = "knowledge" | "behaviour" | "both";

export type Expected = {
  readonly answers?: readonly string[];
  readonly contains?: readonly string[];
  readonly excludes?: readonly string[];
  readonly number?: { readonly value: number; readonly tolerance: number };
  readonly json?: { readonly schema: JsonSchema; readonly fields?: Readonly<Record<string, unknown>> };
  readonly label?: string;
  readonly sources?: readonly string[];
  readonly unanswerable?: boolean;
};

export type Question = {
  readonly id: string;
  readonly question: string;
  readonly principals: Principals;
  readonly expected: Expected;
  readonly axis: Axis;
  readonly cluster: string;
  readonly tags: readonly string[];
};

/** One question through one arm, once. A failure is data and is counted. */
export type Trial = {
  readonly question: Question;
  readonly arm: string;
  readonly repeat: number;
  readonly outcome:
    | { readonly kind: "answered"; readonly answer: Answer; readonly retrieved: readonly string[] }
    | { readonly kind: "failed"; readonly reason: string };
};

export type Need = keyof Expected;

/** Never NaN: what cannot be scored says so and why. */
export type Score =
  | { readonly kind: "scored"; readonly value: number; readonly detail?: string }
  | { readonly kind: "abstained" }
  | { readonly kind: "failed"; readonly reason: string };

export type Metric = {
  readonly name: string;
  readonly needs: readonly Need[];
  score(trial: Trial): Score;
};
