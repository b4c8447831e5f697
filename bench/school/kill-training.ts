// Kills a training run 20 times and compares its adapter bit by bit: `node bench/school/kill-training.ts --kills 20`.
import { parseArgs } from "node:util";

import { killAndResume } from "../../test/training/killed-run.ts";

const { values } = parseArgs({
  options: { kills: { type: "string", default: "20" }, seed: { type: "string", default: "1" } },
});
const { kills, resumedAt, straight, resumed } = await killAndResume(Number(values.kills), Number(values.seed));
console.log(`killed ${kills} times; went on at steps ${resumedAt.join(", ")}`);
console.log(`straight ${straight}\nresumed  ${resumed}`);
console.log(straight === resumed ? "bit-equal" : "NOT equal");
process.exitCode = straight === resumed ? 0 : 1;
