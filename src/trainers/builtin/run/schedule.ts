// The learning rate of each step: a straight way up, then a cosine down to nothing.

export type Schedule = {
  readonly learningRate: number;
  readonly steps: number;
  readonly warmUpSteps: number;
};

/** Of step `step`, counted from zero. */
export function rateOf({ learningRate, steps, warmUpSteps }: Schedule, step: number): number {
  if (step < warmUpSteps) return (learningRate * (step + 1)) / warmUpSteps;
  const done = (step - warmUpSteps) / Math.max(1, steps - warmUpSteps);
  return learningRate * 0.5 * (1 + Math.cos(Math.PI * done));
}
