// What a climb comes to: the verdict, what each rung reached, and all that a report of it is made from.
import type { Estimate } from "../../exam/statistics/interval.ts";
import type { Diagnosis } from "../diagnosis/diagnosis.ts";
import type { DiagnosisSentence } from "../diagnosis/explain-diagnosis.ts";
import type { KeptRegistration } from "../registration/keep-registration.ts";
import type { ExplainedVerdict } from "../verdict/explain-verdict.ts";
import type { BlockedVerdict, Verdict } from "../verdict/verdict.ts";
import type { Choice } from "./choose-candidate.ts";

export type Part = "development" | "test";

export type Schooled = {
  /** Absolute path of the adapter's file as the engine of the model loads it. */
  readonly adapter: string;
  readonly rows: number;
  readonly seconds: number;
  readonly losses: readonly number[];
  /** By how much the loss on neutral text rose, as far as it is below that of guessing; undefined where it was not measured. */
  readonly forgetting?: number;
  /** The whole rise: more than `forgetting` where the model guessed, before or after. */
  readonly forgettingAtMost?: number;
};

/** What a rung needs and is not there, and what would bring it. */
export type Lacking = { readonly arm: string; readonly what: string; readonly remedy: string };

/** Rows of the examples that give the exam away, by their lines in the file. */
export type ExampleLeaks = {
  /** They ask a question of the exam, word for word. */
  readonly exact: readonly number[];
  /** They nearly ask one, which may be chance: they are learnt from, and said. */
  readonly near: readonly number[];
};

export type ArmResult = {
  readonly arm: string;
  readonly label: string;
  readonly role: "rung" | "control";
  /** Share of right answers, with "I don't know" counted as not right where something answers. */
  readonly quality: Estimate;
  /** The same of the questions on knowledge, and of those on behaviour; undefined where there are none. */
  readonly knowledge?: Estimate | undefined;
  readonly behaviour?: Estimate | undefined;
  readonly refusedRightly?: Estimate | undefined;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly usd?: Estimate | undefined;
};

export type ClimbReport = {
  readonly name: string;
  readonly folder: string;
  readonly model: string;
  readonly registration: KeptRegistration;
  readonly development: number;
  readonly verdict: Verdict | BlockedVerdict;
  readonly explained: ExplainedVerdict;
  readonly arms: readonly ArmResult[];
  readonly choices: readonly { readonly arm: string; readonly choice: Choice }[];
  readonly schooled: readonly (Schooled & { readonly arm: string })[];
  readonly lacking: readonly Lacking[];
  /** Absent where the examples hold none, or nothing goes to school. */
  readonly leaks?: ExampleLeaks & { readonly leftOut: readonly number[] };
  readonly diagnosis: Diagnosis | undefined;
  readonly diagnosisSentences: readonly DiagnosisSentence[];
  /** Names of the exam's runs, which hold every question with what was retrieved and answered. */
  readonly runs: Readonly<Record<Part, string>>;
};
