// What a climb is told, what it tells while it goes, and what it comes to.
import type { Runtime } from "../../../core/runtime.ts";
import type { Forecast } from "../../../exam/run/forecast-run.ts";
import type { RunProgress } from "../../../exam/run/run-progress.ts";
import type { Estimate } from "../../../exam/statistics/interval.ts";
import type { Choice } from "../../../ladder/climb/choose-candidate.ts";
import type { Diagnosis } from "../../../ladder/diagnosis/diagnosis.ts";
import type { DiagnosisSentence } from "../../../ladder/diagnosis/explain-diagnosis.ts";
import type { KeptRegistration } from "../../../ladder/registration/keep-registration.ts";
import type { Veto } from "../../../ladder/registration/registration.ts";
import type { ExplainedVerdict } from "../../../ladder/verdict/explain-verdict.ts";
import type { BlockedVerdict, Verdict } from "../../../ladder/verdict/verdict.ts";
import type { Principals } from "../../../spec/access.ts";
import type { Question } from "../../../spec/exam.ts";

/** What a rung of school learns from: `plain` rows as they are, or `raft` rows that are read from passages. */
export type Lesson = "plain" | "raft";

export type Schooled = {
  /** Absolute path of the adapter's file as the engine of the model loads it. */
  readonly adapter: string;
  readonly rows: number;
  readonly seconds: number;
  readonly losses: readonly number[];
  /** By how much the loss on neutral text rose; undefined where it was not measured. */
  readonly forgetting?: number;
};

export type SchoolProgress = { readonly step: number; readonly steps: number; readonly loss: number };

export type Schooling = {
  /** Goes on from its checkpoints when it was stopped; the same rows are never trained on twice. */
  train(lesson: Lesson, options: TrainOptions): Promise<Schooled>;
};

export type TrainOptions = {
  readonly folder: string;
  readonly onStep: (progress: SchoolProgress) => void;
  readonly signal?: AbortSignal | undefined;
};

/** What a rung needs and is not there, and what would bring it. */
export type Lacking = { readonly arm: string; readonly what: string; readonly remedy: string };

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

export type ClimbEvent =
  | { readonly kind: "registered"; readonly path: string; readonly registration: KeptRegistration }
  | { readonly kind: "forecast"; readonly split: Part; readonly forecast: Forecast }
  | {
      readonly kind: "begin";
      readonly arm: string;
      readonly label: string;
      readonly doing: "choosing" | "sitting" | "school";
    }
  | { readonly kind: "asking"; readonly arm: string; readonly progress: RunProgress }
  | { readonly kind: "learning"; readonly arm: string; readonly progress: SchoolProgress }
  | { readonly kind: "chosen"; readonly arm: string; readonly choice: Choice }
  | { readonly kind: "learnt"; readonly arm: string; readonly schooled: Schooled }
  | { readonly kind: "sat"; readonly result: ArmResult }
  | { readonly kind: "lacks"; readonly lacking: Lacking };

export type Part = "development" | "test";

export type ClimbOptions = {
  readonly as: Principals;
  readonly questions: readonly Question[];
  /** Of the climb: its folder, its runs. */
  readonly name: string;
  readonly model: string;
  readonly runtime: Runtime;
  readonly bar: number;
  readonly margin: number;
  readonly alpha: number;
  readonly seed: number;
  readonly vetoes: readonly Veto[];
  readonly budgetUsd?: number | undefined;
  /** Climbs on after a rung is proven enough. */
  readonly all: boolean;
  /** A prompt of the user's own that the closed book begins with, and one with passages. */
  readonly template?: string | undefined;
  readonly developmentShare: number;
  /** Undefined, with what is missing: there is nothing to go to school with. */
  readonly schooling: Schooling | Omit<Lacking, "arm">;
  readonly onEvent: (event: ClimbEvent) => void;
  /** Of calls that cost money; false stops before the first. */
  readonly onForecast?: (forecast: Forecast, part: Part) => boolean | Promise<boolean>;
  readonly signal?: AbortSignal | undefined;
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
  readonly diagnosis: Diagnosis | undefined;
  readonly diagnosisSentences: readonly DiagnosisSentence[];
  /** Names of the exam's runs, which hold every question with what was retrieved and answered. */
  readonly runs: Readonly<Record<Part, string>>;
};
