// How far the built-in trainer's loss is from PyTorch's on the reference run: `node bench/school/reference-curve.ts`.
import { readFileSync, rmSync } from "node:fs";

import { z } from "zod";

import { systemRuntime } from "../../src/core/runtime.ts";
import { builtinTrainer } from "../../src/trainers/builtin/trainer.ts";
import { referencePlan } from "./reference-plan.ts";

const curve = z.object({ losses: z.array(z.number()) });
const folder = ".bench/school/reference-run";
const { losses } = curve.parse(JSON.parse(readFileSync("test/golden/training/curve.json", "utf8")));

rmSync(folder, { recursive: true, force: true });
for await (const event of builtinTrainer.create(systemRuntime()).train(referencePlan(folder))) {
  if (event.kind !== "finish") continue;
  const differences = event.checks.losses.map((loss, step) => Math.abs(loss - (losses[step] ?? Number.NaN)));
  console.log(
    `${losses.length} steps, loss ${losses[0]} to ${losses.at(-1)}: differs from PyTorch's by at most ${Math.max(...differences).toExponential(2)}`,
  );
}
