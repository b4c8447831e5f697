// Which rows are learnt from at each step: a new order every epoch, drawn from the seed and the epoch alone.
import { seededRandom } from "../../../core/runtime.ts";
import { LANES } from "../model/model-places.ts";

export type StepsOptions = {
  readonly rows: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly seed: number;
};

export function countSteps({ rows, epochs, batchSize }: StepsOptions): number {
  return epochs * Math.ceil(rows / batchSize);
}

/** Rows of step `step`, counted from zero; the last batch of an epoch has what is left. A run that is resumed needs no more than the step. */
export function rowsOfStep(options: StepsOptions, step: number): readonly number[] {
  const { rows, batchSize, seed } = options;
  const batches = Math.ceil(rows / batchSize);
  const order = orderOf(rows, seed, Math.floor(step / batches));
  const first = (step % batches) * batchSize;
  return order.slice(first, first + batchSize);
}

/** Fisher and Yates. */
function orderOf(rows: number, seed: number, epoch: number): readonly number[] {
  const random = seededRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(epoch + 1, 0x85ebca6b));
  const order = Array.from({ length: rows }, (_, row) => row);
  for (let at = rows - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  return order;
}

/** Deals a batch out to the lanes, longest rows first, each to the lane with the least to do; in the same way everywhere. */
export function dealOut(rows: readonly number[], lengthOf: (row: number) => number): readonly (readonly number[])[] {
  const lanes = Array.from({ length: LANES }, () => ({ rows: [] as number[], tokens: 0 }));
  for (const row of rows.toSorted((one, other) => lengthOf(other) - lengthOf(one) || one - other)) {
    const least = lanes.reduce((best, lane) => (lane.tokens < best.tokens ? lane : best));
    least.rows.push(row);
    least.tokens += lengthOf(row);
  }
  return lanes.map((lane) => lane.rows);
}
