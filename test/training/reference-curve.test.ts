// The built-in trainer against a plain LoRA in PyTorch: same data, same order, same adapter to begin with.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";
import { z } from "zod";

import { referencePlan } from "../../bench/school/reference-plan.ts";
import { systemRuntime } from "../../src/core/runtime.ts";
import type { TrainChecks } from "../../src/spec/training.ts";
import { builtinTrainer } from "../../src/trainers/builtin/trainer.ts";

const curveSchema = z.object({ losses: z.array(z.number()) });

test("the loss of 30 steps on nano is PyTorch's within a thousandth", { timeout: 1_800_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-curve-"));
  try {
    let checks: TrainChecks | undefined;
    for await (const event of builtinTrainer.create(systemRuntime()).train(referencePlan(folder))) {
      if (event.kind === "finish") ({ checks } = event);
    }
    const { losses } = curveSchema.parse(JSON.parse(readFileSync("test/golden/training/curve.json", "utf8")));
    expect(losses).toHaveLength(30);
    expect(checks?.losses).toHaveLength(30);
    const differences = losses.map((loss, step) => Math.abs(loss - (checks?.losses[step] ?? Number.NaN)));
    expect(Math.max(...differences)).toBeLessThan(1e-3);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
