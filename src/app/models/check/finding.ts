// One thing that a trial of a model found out.
import type { Runtime } from "../../../core/runtime.ts";

export type Finding = {
  readonly name: string;
  /** `wrong`: it does not do what it is for. `weak`: an ability that is offered, and that this model makes little of. */
  readonly status: "works" | "weak" | "wrong" | "not-declared";
  readonly detail: string;
  /** The numbers behind the words, for programs. */
  readonly facts?: Readonly<Record<string, number | string | boolean>>;
};

/** Where a trial puts what it finds, so that it is kept when the trial fails. */
export type Trying = {
  readonly findings: Finding[];
  readonly runtime: Pick<Runtime, "monotonicMs">;
  readonly signal: AbortSignal | undefined;
};

/** Milliseconds as people read them. */
export function shownMs(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}
