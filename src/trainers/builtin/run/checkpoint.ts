// The full state of a run in one file: what is trained, what the optimiser remembers, the losses so far.
import { existsSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { SchoolbookError } from "../../../core/errors.ts";
import { writeFailure } from "../../../core/write-failure.ts";
import { fromFloat32, toFloat32 } from "../../../weights/number-formats.ts";
import { openSafetensors } from "../../../weights/safetensors/open-safetensors.ts";
import { writeSafetensors } from "../../../weights/safetensors/write-safetensors.ts";
import type { HeldOutState } from "./held-out.ts";

export type RunState = {
  /** Steps that are done. */
  readonly step: number;
  readonly values: Float32Array;
  readonly mean: Float32Array;
  readonly square: Float32Array;
  readonly losses: readonly number[];
  readonly heldOut: HeldOutState;
};

export type CheckpointPlace = {
  readonly folder: string;
  /** Of everything that decides the run's numbers. */
  readonly fingerprint: string;
};

const metadataSchema = z.strictObject({
  fingerprint: z.string(),
  step: z.coerce.number().int(),
  losses: z.string(),
  curve: z.string().default("[]"),
});
const lossesSchema = z.array(z.number());
const curveSchema = z.array(z.strictObject({ step: z.int(), loss: z.number() }));

export function checkpointFile(folder: string): string {
  return join(folder, "checkpoint.safetensors");
}

/** Whoever is killed while it is written finds the one before. */
export async function saveCheckpoint({ folder, fingerprint }: CheckpointPlace, state: RunState): Promise<string> {
  const path = checkpointFile(folder);
  const { step, losses, heldOut, ...numbers } = state;
  const { curve, best } = heldOut;
  const tensors = Object.entries({ ...numbers, ...(best === undefined ? {} : { best }) }).map(([name, values]) => ({
    name,
    dtype: "F32",
    shape: [values.length],
    bytes: values.byteLength,
    pieces: () => [fromFloat32(values, "F32")],
  }));
  const said = { fingerprint, step: String(step), losses: JSON.stringify(losses), curve: JSON.stringify(curve) };
  try {
    await writeSafetensors(path, tensors, said);
  } catch (cause) {
    throw writeFailure(cause, { path });
  }
  return path;
}

/** Undefined where there is none; one of another run is refused. */
export async function readCheckpoint({ folder, fingerprint }: CheckpointPlace): Promise<RunState | undefined> {
  const path = checkpointFile(folder);
  if (!existsSync(path)) return undefined;
  await using file = await openSafetensors(path);
  const found = metadataSchema.parse(file.metadata);
  if (found.fingerprint !== fingerprint) {
    throw new SchoolbookError("input_invalid", `${folder} holds a run with other data or settings.`, {
      hint: "Choose another name, or remove the folder to begin anew.",
    });
  }
  const read = async (name: string): Promise<Float32Array> => {
    const place = file.tensors.get(name);
    if (place === undefined) throw new SchoolbookError("input_invalid", `${path} lacks ${name}.`);
    return toFloat32(await file.read(place), "F32");
  };
  return {
    step: found.step,
    losses: lossesSchema.parse(JSON.parse(found.losses)),
    values: await read("values"),
    mean: await read("mean"),
    square: await read("square"),
    heldOut: {
      curve: curveSchema.parse(JSON.parse(found.curve)),
      best: file.tensors.has("best") ? await read("best") : undefined,
    },
  };
}
