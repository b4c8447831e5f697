// The onnx engine for tests that need it: where it is installed, and test models in folders.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { seededRandom, systemRuntime } from "../../src/core/runtime.ts";
import { userFolder } from "../../src/core/user-folder.ts";
import { inspectInstall } from "../../src/engines/installing/installed-engine.ts";
import { ONNX_RECIPE } from "../../src/engines/onnx/recipe.ts";
import { type TinyOnnx, writeTinyOnnx } from "./tiny-onnx.ts";

export const ONNX_ENGINES_FOLDER = join(userFolder(process.env), "engines");

/** Why tests with real models are skipped here; undefined where they run. */
export const ONNX_MISSING: string | undefined =
  inspectInstall(ONNX_RECIPE, ONNX_ENGINES_FOLDER).kind === "installed"
    ? undefined
    : "skipped: the onnx engine is not installed; run `schoolbook engines add onnx`";

export type ModelFolders = Disposable & {
  readonly home: string;
  /** Writes a model and gives the path of its folder. */
  write(name: string, model: TinyOnnx): string;
};

export function modelFolders(): ModelFolders {
  const home = mkdtempSync(join(tmpdir(), "schoolbook-onnx-"));
  return {
    home,
    write: (name, model) => writeTinyOnnx(join(home, name), model),
    [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** Everything a model is opened with, besides its path. */
export function onnxOptions() {
  return { enginesFolder: ONNX_ENGINES_FOLDER, runtime: systemRuntime({ random: seededRandom(1) }), threads: 1 };
}
