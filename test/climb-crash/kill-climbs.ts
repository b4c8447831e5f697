// Kills a climb again and again, resumes it by the same command until it ends, and holds it against one that nobody killed.
import { cpSync, existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

import { seededRandom } from "../../src/core/runtime.ts";
import { climb, CLIMB, climbFile, type Life, rowsOf } from "./climb-process.ts";
import { differencesBetween } from "./comparable-report.ts";
import type { Course } from "./courses.ts";
import type { Bill } from "./paying-server.ts";
import { MOST_AT_ONCE } from "./served-world.ts";

export type KillOptions = {
  readonly kills: number;
  readonly seed: number;
  /** Where the climbs are made; it is emptied. */
  readonly home: string;
  readonly onKill?: (kill: Kill) => void;
};

export type Kill = {
  readonly course: string;
  readonly afterMs: number;
  /** Calls that the server was working on. */
  readonly underWay: number;
  /** In the logs when it died. */
  readonly rows: number;
  /** What it had said last. */
  readonly at: string;
};

export type KillReport = {
  readonly course: string;
  readonly kills: number;
  /** Kills while the server was working on calls. */
  readonly midway: number;
  /** Kills before which the climb had got further than the one before. */
  readonly further: number;
  /** Climbs that were killed and came to their end, each held against the one that nobody killed. */
  readonly climbs: number;
  readonly rows: number;
  /** Calls of one climb that the server worked on. */
  readonly calls: number;
  /** Calls that it was asked for again: a kill cut them off. */
  readonly askedAgain: number;
  /** What may not be: calls worked on twice, rows lost or written twice, another registration, another verdict, no report. */
  readonly problems: readonly string[];
};

type Unkilled = { readonly folder: string; readonly ms: number; readonly bill: Bill; readonly requests: number };

export async function killClimbs(course: Course, options: KillOptions): Promise<KillReport> {
  const random = seededRandom(options.seed);
  const unkilled = await climbUnkilled(course, options.home);
  const totals = { kills: 0, midway: 0, further: 0, climbs: 0, askedAgain: 0 };
  const problems: string[] = [];
  while (totals.kills < options.kills && problems.length === 0) {
    const folder = copyOf(course, join(options.home, `killed-${totals.climbs}`));
    const before = course.requests();
    const lives = await climbKilled(course, { folder, unkilled, random, options, left: options.kills - totals.kills });
    totals.kills += lives.kills;
    totals.midway += lives.midway;
    totals.further += lives.further;
    totals.climbs += 1;
    const askedAgain = course.requests() - before - unkilled.requests;
    totals.askedAgain += askedAgain;
    if (askedAgain > lives.kills * MOST_AT_ONCE)
      problems.push(`${askedAgain} calls were asked again, more than were cut off`);
    problems.push(...lives.problems, ...compare(course, { folder, unkilled }));
    rmSync(folder, { recursive: true, force: true });
  }
  const calls = [...unkilled.bill.values()].reduce((sum, times) => sum + times, 0);
  return { course: course.name, ...totals, rows: rowsOf(unkilled.folder).length, calls, problems };
}

async function climbUnkilled(course: Course, home: string): Promise<Unkilled> {
  const folder = copyOf(course, join(home, "unkilled"));
  const before = course.requests();
  const { end, ms, said } = await climb({ folder, flags: course.flags });
  if (end !== "ended") throw new Error(`The climb that nobody killed did not end:\n${said}`);
  return { folder, ms, bill: course.takeBill(), requests: course.requests() - before };
}

/** With the times of its files, which prompts show. */
function copyOf({ folder }: Course, to: string): string {
  rmSync(to, { recursive: true, force: true });
  cpSync(folder, to, { recursive: true, preserveTimestamps: true });
  return to;
}

type Killing = {
  readonly folder: string;
  readonly unkilled: Unkilled;
  readonly random: () => number;
  readonly options: KillOptions;
  readonly left: number;
};
type Lives = {
  readonly kills: number;
  readonly midway: number;
  readonly further: number;
  readonly problems: readonly string[];
};

async function climbKilled(course: Course, { folder, unkilled, random, options, left }: Killing): Promise<Lives> {
  const problems: string[] = [];
  const totals = { kills: 0, midway: 0, further: 0 };
  let known: readonly string[] = [];
  let registered = "";
  for (;;) {
    let underWay = 0;
    const death = { afterMs: random() * unkilled.ms, onDeath: () => (underWay = course.underWay()) };
    const life = await climb({ folder, flags: course.flags }, totals.kills === left ? undefined : death);
    const rows = rowsOf(folder);
    problems.push(...wrongWith(life, { known, rows, before: registered, now: registrationIn(folder) }));
    registered = registrationIn(folder);
    if (life.end !== "killed") return { ...totals, problems };
    totals.kills += 1;
    if (underWay > 0) totals.midway += 1;
    if (rows.length > known.length) totals.further += 1;
    known = rows;
    const at = life.lastWords;
    options.onKill?.({ course: course.name, afterMs: life.ms, underWay, rows: rows.length, at });
    if (problems.length > 0) return { ...totals, problems };
  }
}

function registrationIn(folder: string): string {
  const path = climbFile(folder, "registration.json");
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

type States = {
  readonly known: readonly string[];
  readonly rows: readonly string[];
  readonly before: string;
  readonly now: string;
};

function wrongWith(life: Life, { known, rows, before, now }: States): readonly string[] {
  const kept = new Set(rows);
  const lost = known.filter((key) => !kept.has(key));
  return [
    ...(life.end === "failed" ? [`it did not go on:\n${life.said}`] : []),
    ...(lost.length === 0 ? [] : [`${lost.length} rows were lost`]),
    ...(kept.size === rows.length ? [] : [`${rows.length - kept.size} rows were written twice`]),
    ...(before === "" || before === now ? [] : ["its registration was written again"]),
  ];
}

/** What came of it in the end. */
function compare(course: Course, { folder, unkilled }: Pick<Killing, "folder" | "unkilled">): readonly string[] {
  const report = climbFile(folder, "report.json");
  const missing = ["report.json", "report.html", "report.md"].filter((name) => isEmpty(climbFile(folder, name)));
  if (missing.length > 0) return [`it left no ${missing.join(", ")}`];
  const differences = differencesBetween(report, climbFile(unkilled.folder, "report.json"));
  const adapters = [folder, unkilled.folder].map(weightsOf);
  return [
    ...differences.map((field) => `\`${field}\` of its report is another one`),
    ...(adapters[0] === adapters[1] ? [] : [`its adapters are ${adapters[0]} in place of ${adapters[1]}`]),
    ...wrongBill(course.takeBill(), unkilled.bill),
  ];
}

function isEmpty(path: string): boolean {
  return !existsSync(path) || statSync(path).size === 0;
}

function wrongBill(bill: Bill, right: Bill): readonly string[] {
  const contents = new Set([...bill.keys(), ...right.keys()]);
  const extra = [...contents].map((content) => (bill.get(content) ?? 0) - (right.get(content) ?? 0));
  const more = extra.filter((calls) => calls > 0).length;
  const fewer = extra.filter((calls) => calls < 0).length;
  return [
    ...(more === 0 ? [] : [`${more} calls were worked on, and billed, more often than without a kill`]),
    ...(fewer === 0 ? [] : [`${fewer} calls were never made`]),
  ];
}

function weightsOf(folder: string): string {
  return ["plain", "raft"]
    .map((lesson) => join(folder, ".schoolbook", "adapters", `${CLIMB}-${lesson}`, "manifest.json"))
    .map((path) => (existsSync(path) ? /"weightsHash": "(\w+)"/u.exec(readFileSync(path, "utf8"))?.[1] : undefined))
    .map((hash) => hash?.slice(0, 12) ?? "none")
    .join(" and ");
}
