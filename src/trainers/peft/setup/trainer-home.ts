// What is installed of the trainer in the user's folder: which interpreter trains, or what is wrong.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { SchoolbookError } from "../../../core/errors.ts";
import { userFolder } from "../../../core/user-folder.ts";

/** Written last, and whole: an install without it was cut short and is not there. */
export const MANIFEST_FILE = "peft.json";

const MANIFEST = z.strictObject({
  /** `given`: an interpreter of the user's own, with what it brings. */
  flavour: z.enum(["cpu", "cuda", "given"]),
  python: z.string(),
  /** Folder of what was installed; null where nothing was. */
  folder: z.string().nullable(),
  /** Of the lock file that was installed from. */
  lockHash: z.string(),
  versions: z.record(z.string(), z.string()),
  /** CUDA devices that were seen when it was set up. */
  cudaDevices: z.int(),
  bytes: z.int(),
  installedAt: z.string(),
});

export type TrainerManifest = z.output<typeof MANIFEST>;

export type TrainerState =
  | { readonly kind: "installed"; readonly manifest: TrainerManifest }
  | { readonly kind: "missing" }
  | { readonly kind: "broken"; readonly reason: string };

/** Where the user's trainers lie. */
export function trainersFolder(env: Readonly<Record<string, string | undefined>>): string {
  return join(userFolder(env), "trainers");
}

export function inspectTrainer(home: string): TrainerState {
  const path = join(home, MANIFEST_FILE);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return { kind: "missing" };
  const manifest = readManifest(path);
  if (manifest === undefined) return { kind: "broken", reason: `${path} cannot be read` };
  if (statSync(manifest.python, { throwIfNoEntry: false }) === undefined) {
    return { kind: "broken", reason: `its Python ${manifest.python} is gone` };
  }
  return { kind: "installed", manifest };
}

/** The interpreter to train with; throws with the command that installs or mends it. */
export function requirePython(home: string): string {
  const state = inspectTrainer(home);
  if (state.kind === "installed") return state.manifest.python;
  if (state.kind === "broken") {
    throw new SchoolbookError("engine_broken", `The trainer does not work: ${state.reason}.`, {
      hint: "Run `schoolbook school setup --force`; it installs the trainer anew.",
    });
  }
  throw new SchoolbookError("engine_missing", "The trainer for larger models is not installed.", {
    hint: "Run `schoolbook school setup`, once; small models train without it, with the `builtin` trainer.",
  });
}

function readManifest(path: string): TrainerManifest | undefined {
  try {
    return MANIFEST.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    // why: a manifest that cannot be read says the same as one that is damaged.
    return undefined;
  }
}
