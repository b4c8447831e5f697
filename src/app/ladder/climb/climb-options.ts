// What a climb is told, what it tells while it goes, and what it comes to.
import type { SchoolbookError } from "../../../core/errors.ts";
import type { LockHolder } from "../../../core/lock.ts";
import type { Runtime } from "../../../core/runtime.ts";
import type { Forecast } from "../../../exam/run/forecast-run.ts";
import type { RunProgress } from "../../../exam/run/run-progress.ts";
import type { Choice } from "../../../ladder/climb/choose-candidate.ts";
import type {
  ArmResult,
  ClimbReport,
  ExampleLeaks,
  Lacking,
  Part,
  Schooled,
} from "../../../ladder/climb/climb-report.ts";
import type { KeptRegistration } from "../../../ladder/registration/keep-registration.ts";
import type { Veto } from "../../../ladder/registration/registration.ts";
import type { Principals } from "../../../spec/access.ts";
import type { Question } from "../../../spec/exam.ts";

export type { ArmResult, ClimbReport, Lacking, Part, Schooled };

/** What a rung of school learns from: `plain` rows as they are, or `raft` rows that are read from passages. */
export type Lesson = "plain" | "raft";

export type SchoolProgress = {
  readonly step: number;
  /** Done before anybody looked, by an earlier try or ahead. */
  readonly from?: number | undefined;
  readonly steps: number;
  readonly loss: number;
};

export type Schooling = {
  readonly leaks: ExampleLeaks;
  /** Or says what this lesson lacks. Goes on from its checkpoints when it was stopped; the same rows are never trained on twice. */
  train(lesson: Lesson, options: TrainOptions): Promise<Schooled | Omit<Lacking, "arm">>;
};

export type TrainOptions = {
  readonly folder: string;
  /** Lines of the examples that are not learnt from. */
  readonly leftOut?: readonly number[];
  readonly onStep: (progress: SchoolProgress) => void;
  readonly signal?: AbortSignal | undefined;
};

export type ClimbEvent =
  /** Once the registration holds; `leftOut` is what it is registered with. */
  | { readonly kind: "leaks"; readonly leaks: NonNullable<ClimbReport["leaks"]> }
  | { readonly kind: "registered"; readonly path: string; readonly registration: KeptRegistration }
  | { readonly kind: "forecast"; readonly split: Part; readonly forecast: Forecast }
  | {
      readonly kind: "begin";
      readonly arm: string;
      readonly label: string;
      readonly doing: "choosing" | "sitting" | "school";
    }
  /** Another run is being asked in the same folder. */
  | { readonly kind: "waiting"; readonly holder: LockHolder | undefined }
  | { readonly kind: "asking"; readonly arm: string; readonly progress: RunProgress }
  | { readonly kind: "learning"; readonly arm: string; readonly progress: SchoolProgress }
  /** Before its rung is reached, where it is tried again. */
  | { readonly kind: "school-failed"; readonly arm: string; readonly error: SchoolbookError }
  | { readonly kind: "chosen"; readonly arm: string; readonly choice: Choice }
  | { readonly kind: "learnt"; readonly arm: string; readonly schooled: Schooled }
  | { readonly kind: "sat"; readonly result: ArmResult }
  | { readonly kind: "lacks"; readonly lacking: Lacking };

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
  /** The file of rows that the rungs of school learn from. */
  readonly examples?: string | undefined;
  readonly developmentShare: number;
  /** Undefined, with what is missing: there is nothing to go to school with. */
  readonly schooling: Schooling | Omit<Lacking, "arm">;
  readonly onEvent: (event: ClimbEvent) => void;
  /** Of calls that cost money; false stops before the first. */
  readonly onForecast?: (forecast: Forecast, part: Part) => boolean | Promise<boolean>;
  readonly signal?: AbortSignal | undefined;
  /** Calls under way are given up as well. */
  readonly hurry?: AbortSignal | undefined;
};
