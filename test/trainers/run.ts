// `node test/trainers/run.ts [--kills 20] [--seed 1]`: kills the Python trainer that often and compares the adapters.
import { parseArgs } from "node:util";

import { killTraining } from "./kill-training.ts";
import { createWorkplace, TRAINER_PYTHON, writeTinyLlama } from "./peft-sidecar.ts";

const { values } = parseArgs({
  options: { kills: { type: "string", default: "20" }, seed: { type: "string", default: "1" } },
});
if (TRAINER_PYTHON === undefined) throw new Error("The trainer is not installed; run `schoolbook school setup --cpu`.");
using place = createWorkplace();
const { kills, killedAt, isEqual } = await killTraining({
  python: TRAINER_PYTHON,
  base: await writeTinyLlama(place.newFolder()),
  folder: place.newFolder(),
  kills: Number(values.kills),
  seed: Number(values.seed),
});
process.stdout.write(`${kills} kills, after steps ${killedAt.join(", ")}\n`);
process.stdout.write(`${isEqual ? "bit for bit equal to" : "NOT equal to"} the run that was left alone\n`);
process.exitCode = isEqual ? 0 : 1;
