import { readFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, test } from "vitest";

import { createWorkplace, NANO, withSidecar, writeTinyLlama } from "../../../test/trainers/peft-sidecar.ts";
import { systemRuntime } from "../../core/runtime.ts";
import { TRAINER_SUITE, type TrainerSubject } from "../../testing/trainer-suite.ts";
import { openSafetensors } from "../../weights/safetensors/open-safetensors.ts";
import { createPeftTrainer } from "./peft-trainer.ts";

const place = createWorkplace();
afterAll(() => place[Symbol.dispose]());

const cases = TRAINER_SUITE.map((one) => [one.name, one] as const);

withSidecar("the Python trainer", (python) => {
  const subject = (base: string): TrainerSubject => ({
    trainer: createPeftTrainer({ python: () => python, runtime: systemRuntime(), settings: { device: "cpu" } }),
    base: "tiny",
    baseFolder: base,
    deterministic: true,
    newFolder: () => place.newFolder(),
    weightsOf: async ({ path }) => readFileSync(join(path, "adapter_model.safetensors")),
    isDifferent: async ({ path }) => hasMoved(join(path, "adapter_model.safetensors")),
    [Symbol.asyncDispose]: async () => undefined,
  });

  test.for(cases)("a random Llama: %s", { timeout: 240_000 }, async ([, { check }], { skip }) => {
    const base = await writeTinyLlama(join(place.folder, "tiny-llama"));
    const outcome = await check(async () => subject(base));
    if (outcome.kind === "skipped") skip(outcome.reason);
  });

  test.for(cases.slice(0, 2))("nano: %s", { timeout: 240_000 }, async ([, { check }], { skip }) => {
    const outcome = await check(async () => subject(NANO));
    if (outcome.kind === "skipped") skip(outcome.reason);
  });
});

/** B begins as zeros: an adapter that has learnt anything has other numbers there. */
async function hasMoved(file: string): Promise<boolean> {
  await using adapter = await openSafetensors(file);
  const places = [...adapter.tensors.values()].filter(({ name }) => name.includes("lora_B"));
  const bytes = await Promise.all(places.map(async (one) => adapter.read(one)));
  return bytes.length > 0 && bytes.every((one) => one.some((value) => value !== 0));
}
