// `node test/exam-crash/run.ts [--kills 50] [--seed 1] [--questions 900]`: kills a running exam and prints what that cost.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { killExam } from "./kill-exams.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "50" },
    seed: { type: "string", default: "1" },
    questions: { type: "string", default: "900" },
  },
});
const home = mkdtempSync(join(tmpdir(), "exam-crash-"));
const wanted = Number(values.kills);
let kills = 0;
let isGood = true;
try {
  for (let round = 0; kills < wanted; round += 1) {
    const report = await killExam({
      kills: wanted - kills,
      seed: Number(values.seed) + round,
      folder: join(home, String(round)),
      questions: Number(values.questions),
    });
    kills += report.kills;
    isGood &&= report.madeTwice === 0 && report.paidTwice === 0 && report.lost === 0 && report.sameNumbers;
    process.stdout.write(
      [
        `${report.kills} kills, ${report.midway} of them with calls under way, ${report.rows} rows`,
        `calls made again although their row was there: ${report.madeTwice}`,
        `rows lost: ${report.lost}`,
        `cut off and asked again: ${report.askedAgain}, of which the server had answered before the process died: ${report.answeredTwice}`,
        `worked on, and billed, twice: ${report.paidTwice}`,
        `numbers as without a kill: ${report.sameNumbers ? "yes" : "NO"}`,
        ...report.differences.slice(0, 5).map((difference) => `  ${difference}`),
        "",
      ].join("\n"),
    );
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
process.exitCode = isGood ? 0 : 1;
