// The loss on rows that are not learnt from: measured while training goes on, kept with its best adapter, and a reason to stop.
import type { HeldOutLoss } from "../../../spec/training.ts";

export type HeldOutState = {
  /** In the order of their steps. */
  readonly curve: readonly HeldOutLoss[];
  /** The adapter's numbers where the loss was least; undefined before the first measurement after a step. */
  readonly best: Float32Array | undefined;
};

export type Measuring = {
  /** Steps from one measurement to the next; undefined: none. */
  readonly everySteps: number | undefined;
  readonly patience: number | undefined;
};

/** Also at the very end, so that the last steps are measured too. */
export function isDue({ everySteps }: Measuring, step: number, steps: number): boolean {
  return everySteps !== undefined && (step % everySteps === 0 || step === steps);
}

/** The adapter is copied where this loss is the least so far; the base's own, at step 0, is no adapter's. */
export function withLoss({ curve, best }: HeldOutState, measured: HeldOutLoss, values: Float32Array): HeldOutState {
  const isBest = measured.step > 0 && curve.every(({ step, loss }) => step === 0 || measured.loss < loss);
  return { curve: [...curve, measured], best: isBest ? values.slice() : best };
}

/** The step whose adapter is kept. */
export function bestStep(curve: readonly HeldOutLoss[]): number | undefined {
  const trained = curve.filter(({ step }) => step > 0);
  const least = Math.min(...trained.map(({ loss }) => loss));
  return trained.find(({ loss }) => loss === least)?.step;
}

/** So many measurements in a row were no better than the best before them. */
export function isPlateau({ patience }: Measuring, curve: readonly HeldOutLoss[]): boolean {
  const best = bestStep(curve);
  return patience !== undefined && best !== undefined && curve.filter(({ step }) => step > best).length >= patience;
}
