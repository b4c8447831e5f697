// AdamW with the gradient's length clipped, on numbers that lie in the trainer's memory.

export type OptimiserState = {
  readonly mean: Float32Array;
  readonly square: Float32Array;
};

export type Update = {
  readonly values: Float32Array;
  readonly gradient: Float32Array;
  readonly state: OptimiserState;
  /** Counted from one. */
  readonly step: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly maxGradient: number;
};

const MEAN_KEPT = 0.9;
const SQUARE_KEPT = 0.999;
const EPSILON = 1e-8;

export function newOptimiserState(count: number): OptimiserState {
  return { mean: new Float32Array(count), square: new Float32Array(count) };
}

/** Gives the gradient's length before clipping. */
export function update({ values, gradient, state, step, learningRate, weightDecay, maxGradient }: Update): number {
  let squares = 0;
  for (const value of gradient) squares += value * value;
  const length = Math.sqrt(squares);
  const factor = length > maxGradient ? maxGradient / (length + 1e-6) : 1;
  const size = learningRate / (1 - MEAN_KEPT ** step);
  const spread = Math.sqrt(1 - SQUARE_KEPT ** step);
  const kept = 1 - learningRate * weightDecay;
  const { mean, square } = state;
  for (let at = 0; at < values.length; at += 1) {
    const slope = (gradient[at] ?? 0) * factor;
    const average = (mean[at] ?? 0) * MEAN_KEPT + slope * (1 - MEAN_KEPT);
    const spreadOf = (square[at] ?? 0) * SQUARE_KEPT + slope * slope * (1 - SQUARE_KEPT);
    mean[at] = average;
    square[at] = spreadOf;
    values[at] = (values[at] ?? 0) * kept - (size * average) / (Math.sqrt(spreadOf) / spread + EPSILON);
  }
  return length;
}
