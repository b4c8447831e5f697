// The adapter's numbers: drawn at the beginning, turned for the kernels after each step, written out under PEFT's names.
import type { LoraTensor } from "../../../weights/lora/lora-tensors.ts";
import { FLOAT } from "../model/bench.ts";
import { type LinearPlace, type ModelPlaces, SLICE } from "../model/model-places.ts";

/** A is drawn evenly from ±1 / sqrt(inputs), as PEFT does, B is zero: a new adapter changes nothing. */
export function drawAdapter(places: ModelPlaces, rank: number, random: () => number): readonly LoraTensor[] {
  return places.linears.flatMap(({ name, inputs, outputs }) => {
    const most = 1 / Math.sqrt(inputs);
    return [
      {
        name,
        half: "A",
        shape: [rank, inputs],
        values: Float32Array.from({ length: rank * inputs }, () => (random() * 2 - 1) * most),
      },
      { name, half: "B", shape: [outputs, rank], values: new Float32Array(outputs * rank) },
    ] as const;
  });
}

/** Lays tensors of PEFT's form into the trained numbers. */
export function putAdapter(places: ModelPlaces, memory: SharedArrayBuffer, tensors: readonly LoraTensor[]): void {
  const byName = new Map(tensors.map((tensor) => [`${tensor.name} ${tensor.half}`, tensor.values]));
  new Float32Array(memory, places.parameters.start, places.parameters.count).fill(0);
  for (const linear of places.linears) {
    const [a, b] = [byName.get(`${linear.name} A`), byName.get(`${linear.name} B`)];
    if (a === undefined || b === undefined) continue;
    const rank = a.length / linear.inputs;
    const [first, second] = trainedOf(linear, places.slices, memory);
    for (let at = 0; at < rank; at += 1) {
      const slice = Math.floor(at / SLICE);
      for (let input = 0; input < linear.inputs; input += 1) {
        first[(slice * linear.inputs + input) * SLICE + (at % SLICE)] = a[at * linear.inputs + input] ?? 0;
      }
      for (let output = 0; output < linear.outputs; output += 1) {
        second[(slice * linear.outputs + output) * SLICE + (at % SLICE)] = b[output * rank + at] ?? 0;
      }
    }
  }
}

/** The other way round. */
export function takeAdapter(places: ModelPlaces, memory: SharedArrayBuffer, rank: number): readonly LoraTensor[] {
  return places.linears.flatMap((linear) => {
    const { name, inputs, outputs } = linear;
    const [first, second] = trainedOf(linear, places.slices, memory);
    const a = new Float32Array(rank * inputs);
    const b = new Float32Array(outputs * rank);
    for (let at = 0; at < rank; at += 1) {
      const slice = Math.floor(at / SLICE);
      for (let input = 0; input < inputs; input += 1) {
        a[at * inputs + input] = first[(slice * inputs + input) * SLICE + (at % SLICE)] ?? 0;
      }
      for (let output = 0; output < outputs; output += 1) {
        b[output * rank + at] = second[(slice * outputs + output) * SLICE + (at % SLICE)] ?? 0;
      }
    }
    return [
      { name, half: "A", shape: [rank, inputs], values: a },
      { name, half: "B", shape: [outputs, rank], values: b },
    ] as const;
  });
}

/** Writes the turned and scaled copies with which both ways through the model are computed. */
export function turnAdapter(places: ModelPlaces, memory: SharedArrayBuffer, scale: number): void {
  for (const { inputs, outputs, a, b, aTurned, bTurned } of places.linears) {
    for (let slice = 0; slice < places.slices; slice += 1) {
      turnSlice(memory, {
        from: a + slice * inputs * SLICE * FLOAT,
        to: aTurned + slice * inputs * SLICE * FLOAT,
        count: inputs,
        scale,
      });
      turnSlice(memory, {
        from: b + slice * outputs * SLICE * FLOAT,
        to: bTurned + slice * outputs * SLICE * FLOAT,
        count: outputs,
        scale,
      });
    }
  }
}

type Turn = { readonly from: number; readonly to: number; readonly count: number; readonly scale: number };

/** [count][8] becomes [count / 8][8][8], turned. */
function turnSlice(memory: SharedArrayBuffer, { from, to, count, scale }: Turn): void {
  const source = new Float32Array(memory, from, count * SLICE);
  const target = new Float32Array(memory, to, count * SLICE);
  for (let at = 0; at < count; at += 1) {
    const panel = (at - (at % SLICE)) * SLICE + (at % SLICE);
    for (let rank = 0; rank < SLICE; rank += 1) target[panel + rank * SLICE] = (source[at * SLICE + rank] ?? 0) * scale;
  }
}

function trainedOf({ a, b, inputs, outputs }: LinearPlace, slices: number, memory: SharedArrayBuffer) {
  return [
    new Float32Array(memory, a, slices * inputs * SLICE),
    new Float32Array(memory, b, slices * outputs * SLICE),
  ] as const;
}
