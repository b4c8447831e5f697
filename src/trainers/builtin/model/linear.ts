// One matrix with its adapter, y = W x + alpha / rank B (A x), there and back.
import type { Address } from "../memory/arena.ts";
import { type Bench, FLOAT, PANEL } from "./bench.ts";
import { type LinearPlace, SLICE } from "./model-places.ts";

export type Forth = {
  readonly x: Address;
  readonly y: Address;
  /** Where A x is kept, slice after slice. */
  readonly low: Address;
  readonly rows: number;
};

export function linearForward({ kernels, slices }: Bench, linear: LinearPlace, { x, y, low, rows }: Forth): void {
  const { inputs, outputs } = linear;
  const [xStep, yStep] = [inputs * FLOAT, outputs * FLOAT];
  kernels.multiply({ a: [x, xStep, FLOAT], b: [linear.forward, inputs * PANEL], c: [y, yStep] }, [
    rows,
    outputs,
    inputs,
  ]);
  for (let slice = 0; slice < slices; slice += 1) {
    const small = low + slice * rows * PANEL;
    const [a, b] = [linear.a + slice * inputs * PANEL, linear.bTurned + slice * outputs * PANEL];
    kernels.multiply({ a: [x, xStep, FLOAT], b: [a, 0], c: [small, PANEL] }, [rows, SLICE, inputs]);
    kernels.multiply({ a: [small, PANEL, FLOAT], b: [b, SLICE * PANEL], c: [y, yStep] }, [rows, outputs, SLICE], 1);
  }
}

export type Back = Omit<Forth, "y"> & {
  readonly dy: Address;
  /** Absent where nobody needs it: below the first layer nothing is trained. */
  readonly dx?: Address;
  /** 1 adds to what is in `dx`. */
  readonly add: 0 | 1;
};

/** Adds the adapter's gradients to the lane, divided by alpha / rank. */
export function linearBack(bench: Bench, linear: LinearPlace, { x, low, rows, dy, dx, add }: Back): void {
  const { kernels, slices, places, lane } = bench;
  const { lowBack } = bench.scratch;
  const { inputs, outputs } = linear;
  const [xStep, yStep] = [inputs * FLOAT, outputs * FLOAT];
  const gradient = lane - places.parameters.start;
  if (dx !== undefined) {
    kernels.multiply(
      { a: [dy, yStep, FLOAT], b: [linear.backward, outputs * PANEL], c: [dx, xStep] },
      [rows, inputs, outputs],
      add,
    );
  }
  for (let slice = 0; slice < slices; slice += 1) {
    const small = low + slice * rows * PANEL;
    const [a, b] = [linear.a + slice * inputs * PANEL, linear.b + slice * outputs * PANEL];
    kernels.multiply({ a: [dy, yStep, FLOAT], b: [b, 0], c: [lowBack, PANEL] }, [rows, SLICE, outputs]);
    if (dx !== undefined) {
      const turned = linear.aTurned + slice * inputs * PANEL;
      kernels.multiply(
        { a: [lowBack, PANEL, FLOAT], b: [turned, SLICE * PANEL], c: [dx, xStep] },
        [rows, inputs, SLICE],
        1,
      );
    }
    kernels.multiply({ a: [dy, FLOAT, yStep], b: [small, 0], c: [gradient + b, PANEL] }, [outputs, SLICE, rows], 1);
    kernels.multiply({ a: [x, FLOAT, xStep], b: [lowBack, 0], c: [gradient + a, PANEL] }, [inputs, SLICE, rows], 1);
  }
}
