// The Python sidecar that trains larger models: how it comes to a user's machine.
import type { LockHolder } from "../../core/lock.ts";
import { systemRuntime } from "../../core/runtime.ts";
import type { OnProgress } from "../../spec/progress.ts";
import { setupTrainer, type SetUp, type TrainerFlavour } from "../../trainers/peft/setup/setup-trainer.ts";
import { trainersFolder } from "../../trainers/peft/setup/trainer-home.ts";
import type { OpenOptions } from "../open-project.ts";

export type { SetUp, TrainerFlavour };

export type TrainerWork = {
  readonly force?: boolean;
  readonly onProgress?: OnProgress;
  readonly onWait?: (holder: LockHolder | undefined) => void;
  readonly signal?: AbortSignal;
};

/** Installs the trainer for all of the user's projects, unless it is there. */
export async function setUpTrainer(
  flavour: TrainerFlavour,
  { offline, runtime = systemRuntime() }: Pick<OpenOptions, "offline" | "runtime">,
  work: TrainerWork = {},
): Promise<SetUp> {
  return setupTrainer(flavour, { ...work, home: trainersFolder(runtime.env), runtime, offline: offline ?? false });
}
