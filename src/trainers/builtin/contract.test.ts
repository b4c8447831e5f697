import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, test } from "vitest";

import { writeToyBase } from "../../../test/training/toy-base.ts";
import { systemRuntime } from "../../core/runtime.ts";
import { TRAINER_SUITE, type TrainerSubject } from "../../testing/trainer-suite.ts";
import { openAdapted } from "./open-adapted.ts";
import { builtinTrainer } from "./trainer.ts";

let root: string;
let runs = 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "schoolbook-builtin-"));
  await writeToyBase(join(root, "base"), { architecture: "qwen3" });
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

async function subject(): Promise<TrainerSubject> {
  const baseFolder = join(root, "base");
  return {
    trainer: builtinTrainer.create(systemRuntime()),
    base: "toy",
    baseFolder,
    deterministic: true,
    newFolder: () => join(root, `run-${(runs += 1)}`),
    weightsOf: async ({ path }) => readFileSync(join(path, "adapter_model.safetensors")),
    isDifferent: async ({ path: adapterFolder }) => {
      const model = await openAdapted({ baseFolder, adapterFolder, maxTokens: 8 });
      const base = model.next([1, 2, 3], "base");
      return model.next([1, 2, 3]).some((value, token) => value !== base[token]);
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

test.for(TRAINER_SUITE.map((one) => [one.name, one] as const))(
  "%s",
  { timeout: 300_000 },
  async ([, { check }], { skip }) => {
    const outcome = await check(subject);
    if (outcome.kind === "skipped") skip(outcome.reason);
  },
);
