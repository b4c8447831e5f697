// The llama engine for tests that need it: where it is installed, and the test models as files.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { beforeEach, describe } from "vitest";

import { seededRandom, systemRuntime } from "../src/core/runtime.ts";
import { userFolder } from "../src/core/user-folder.ts";
import { inspectInstall } from "../src/engines/installing/installed-engine.ts";
import { LLAMA_RECIPE } from "../src/engines/llama/recipe.ts";

export const ENGINES_FOLDER = join(userFolder(process.env), "engines");

export const LLAMA_INSTALLED = inspectInstall(LLAMA_RECIPE, ENGINES_FOLDER).kind === "installed";

/** Tests with real models; where the engine is not installed they are skipped, and say why. */
export function withLlama(title: string, tests: () => void): void {
  describe(title, () => {
    const reason = "the llama engine is not installed; run `schoolbook engines add llama`";
    beforeEach(({ skip }) => skip(!LLAMA_INSTALLED, reason));
    tests();
  });
}

export type ModelFiles = Disposable & {
  readonly folder: string;
  /** Writes a file and gives its path. */
  write(name: string, bytes: Uint8Array): string;
};

export function modelFiles(): ModelFiles {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-llama-"));
  return {
    folder,
    write(name, bytes) {
      writeFileSync(join(folder, name), bytes);
      return join(folder, name);
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Everything a model is opened with, besides its file. */
export function llamaOptions() {
  return { enginesFolder: ENGINES_FOLDER, runtime: systemRuntime({ random: seededRandom(1) }), threads: 1 };
}

export type Keeper = AsyncDisposable & {
  /** Opens at the first call, gives the same model ever after: what one test leaves behind, the next would see. */
  once<Model extends AsyncDisposable>(open: () => Promise<Model>): () => Promise<Model>;
};

/** Keeps models open for a whole test file and lets them go at its end. */
export function createKeeper(): Keeper {
  const closers: (() => Promise<void>)[] = [];
  return {
    once(open) {
      let model: ReturnType<typeof open> | undefined;
      // why: a model that could not be opened has told so to the test that opened it.
      closers.push(async () => (await model?.catch(() => undefined))?.[Symbol.asyncDispose]());
      return async () => (model ??= open());
    },
    [Symbol.asyncDispose]: async () => {
      for (const close of closers) await close();
    },
  };
}
