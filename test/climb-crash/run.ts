// `node test/climb-crash/run.ts [--kills 30] [--school 8] [--seed 1]`: kills climbs and prints what that cost; `--school` of the kills are of a climb that trains.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { type Course, schoolCourse, servedCourse } from "./courses.ts";
import { type Kill, killClimbs, type KillReport } from "./kill-climbs.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "30" },
    school: { type: "string", default: "8" },
    seed: { type: "string", default: "1" },
    questions: { type: "string", default: "120" },
  },
});
const home = mkdtempSync(join(tmpdir(), "climb-crash-"));
const atSchool = Math.min(Number(values.kills), Number(values.school));
let killed = 0;
let isGood = true;
try {
  if (atSchool < Number(values.kills)) {
    await using course = await servedCourse(join(home, "served"), Number(values.questions));
    await kill(course, Number(values.kills) - atSchool);
  }
  if (atSchool > 0) {
    await using course = await schoolCourse(join(home, "school"), { questions: 12, rows: 14 });
    await kill(course, atSchool);
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
process.exitCode = isGood ? 0 : 1;

async function kill(course: Course, kills: number): Promise<void> {
  const climbs = join(home, `${course.name}-climbs`);
  const report = await killClimbs(course, { kills, seed: Number(values.seed), home: climbs, onKill: tell });
  isGood &&= report.problems.length === 0;
  sum(report);
}

function tell({ course, afterMs, underWay, rows, at }: Kill): void {
  killed += 1;
  const calls = course === "served" ? `, ${underWay} calls under way` : "";
  say(`${String(killed).padStart(2)}  ${course}  after ${(afterMs / 1000).toFixed(1)} s, ${rows} rows${calls}  ${at}`);
}

function sum({ course, kills, midway, further, climbs, rows, calls, askedAgain, problems }: KillReport): void {
  const paid =
    calls === 0
      ? ""
      : `; ${calls} paid calls each, ${midway} kills with calls under way, ${askedAgain} calls asked again`;
  say(`${course}: ${kills} kills in ${climbs} climbs, ${further} of them after further rows; ${rows} rows each${paid}`);
  for (const problem of problems) say(`${course}: WRONG: ${problem}`);
  if (problems.length > 0) return;
  const bill = calls === 0 ? "" : "; no call paid twice";
  say(`${course}: verdict, numbers, registration and report as without a kill${bill}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
