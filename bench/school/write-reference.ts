// Writes the reference run for PyTorch: `node bench/school/write-reference.ts --out FOLDER`, then nano/lora_reference.py.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { seededRandom } from "../../src/core/runtime.ts";
import { drawAdapter } from "../../src/trainers/builtin/adapter/adapter-values.ts";
import { planMemory } from "../../src/trainers/builtin/memory/open-memory.ts";
import { rowsOfStep } from "../../src/trainers/builtin/rows/plan-steps.ts";
import { prepareRun } from "../../src/trainers/builtin/run/prepare-run.ts";
import { writeLora } from "../../src/weights/lora/write-lora.ts";
import { referencePlan } from "./reference-plan.ts";

const { values } = parseArgs({ options: { out: { type: "string", default: ".bench/school/reference" } } });

const { abortSignal: _, ...job } = referencePlan(values.out);
const run = await prepareRun(job);
const { places } = planMemory(run.memory);
const tensors = drawAdapter(places, job.rank, seededRandom(job.seed));
mkdirSync(values.out, { recursive: true });
await writeLora(values.out, { rank: job.rank, alpha: job.alpha, base: job.base, tensors });
const { rank, alpha, learningRate, baseFolder: base } = job;
writeFileSync(join(values.out, "settings.json"), JSON.stringify({ ...run.settings, rank, alpha, learningRate, base }));
const steps = Array.from({ length: run.settings.steps }, (_unused, step) =>
  rowsOfStep({ ...job, rows: run.learnt }, step).map((row) => ({
    tokens: [...(run.rows[row]?.tokens ?? [])],
    weights: [...(run.rows[row]?.weights ?? [])],
  })),
);
writeFileSync(join(values.out, "steps.jsonl"), steps.map((rows) => `${JSON.stringify(rows)}\n`).join(""));
console.log(`${steps.length} steps of ${run.learnt} rows, the longest of ${run.memory.maxTokens} tokens`);
