// `node bench/stores/run.ts [--n 100000] [--dims 384] [--peers all|none|NAME,NAME] [--rounds 5] [--queries 20] [--code src|dist]`
// Measures our store beside its peers in one run: each in its own process, all asked in turn, one at a time.
import { rmSync } from "node:fs";
import { parseArgs } from "node:util";

import { hasPeers } from "./contestants/load-peer.ts";
import { type ContestantName, isContestant, NAMES } from "./contestants/registry.ts";
import { makeData, type Size } from "./data.ts";
import { type Kind, KINDS } from "./kinds.ts";
import { measureBandwidth } from "./memory-bandwidth.ts";
import { printResults } from "./print-results.ts";
import type { Measured } from "./results.ts";
import { percentile } from "./statistics.ts";
import { RUN_FOLDER, startWorker, type Worker } from "./worker-process.ts";

const { values } = parseArgs({
  options: {
    n: { type: "string", default: "100000" },
    dims: { type: "string", default: "384" },
    peers: { type: "string", default: "all" },
    rounds: { type: "string", default: "5" },
    queries: { type: "string", default: "20" },
    code: { type: "string", default: "src" },
  },
});
const size: Size = { passages: Number(values.n), dims: Number(values.dims) };
const rounds = Number(values.rounds);
const queries = Number(values.queries);
/** A slow store is asked fewer questions per round. */
const BUDGET_MS = 2500;
const COLD_STARTS = 5;
const UPSERTS = 5;
/** Before anything is timed, so that no store is measured while its code is still being compiled. */
const WARM_UP_QUESTIONS = 40;
const WARM_UP_UPSERTS = 3;

type Entrant = {
  readonly name: ContestantName;
  readonly worker: Worker;
  readonly kinds: readonly Kind[];
  readonly persists: boolean;
  readonly canUpsert: boolean;
  readonly measured: Measured & { readonly times: Map<Kind, number[]>; readonly recalls: Map<Kind, number[]> };
};

function say(line: string): void {
  console.log(line);
}

function names(): readonly ContestantName[] {
  if (values.peers === "none") return ["schoolbook"];
  if (!hasPeers()) {
    say("Peers are not installed (npm ci --prefix bench/peers --ignore-scripts); only our own store is measured.");
    return ["schoolbook"];
  }
  if (values.peers !== "all")
    return [...new Set(["schoolbook" as const, ...values.peers.split(",").filter(isContestant)])];
  // why: at this size most peers need many minutes and gigabytes to build; the bar there is our own floor.
  return size.passages >= 1_000_000 ? ["schoolbook"] : NAMES;
}

async function enter(name: ContestantName): Promise<Entrant> {
  const builder = startWorker(name, size);
  const built = await builder.build();
  say(`${name}: built in ${(built.ms / 1000).toFixed(1)} s`);
  const kinds = built.canText ? KINDS : KINDS.filter((kind) => kind.startsWith("vector"));
  const common = { name, kinds, persists: built.persists, canUpsert: built.canUpsert };
  const measured = {
    buildMs: built.ms,
    coldMs: undefined,
    times: new Map(),
    recalls: new Map(),
    upsertVisibleMs: undefined,
  };
  if (!built.persists) return { ...common, worker: builder, measured };
  await builder.end();
  return { ...common, worker: startWorker(name, size), measured };
}

/** Cold starts in turn as well, so that a slow moment of the machine meets everyone. */
async function openAll(entrants: readonly Entrant[]): Promise<Entrant[]> {
  const persistent = entrants.filter(({ persists }) => persists);
  const cold = new Map<ContestantName, number[]>(persistent.map(({ name }) => [name, []]));
  for (let round = 0; round < COLD_STARTS; round++) {
    for (const { name, worker } of persistent) {
      const isLast = round === COLD_STARTS - 1;
      const one = isLast ? worker : startWorker(name, size);
      cold.get(name)?.push((await one.open()).ms);
      if (!isLast) await one.end();
    }
  }
  return entrants.map((entrant) => {
    const times = cold.get(entrant.name);
    return times === undefined
      ? entrant
      : { ...entrant, measured: { ...entrant.measured, coldMs: percentile(times, 0.5) } };
  });
}

async function askAll(entrants: readonly Entrant[]): Promise<number[]> {
  const bandwidths: number[] = [];
  for (let round = -1; round < rounds; round++) {
    if (round >= 0) bandwidths.push(measureBandwidth().bytesPerMs);
    for (const kind of KINDS) {
      for (const entrant of entrants) if (entrant.kinds.includes(kind)) await askOne(entrant, kind, round);
    }
  }
  return bandwidths;
}

/** Round -1 only warms up. */
async function askOne({ worker, measured }: Entrant, what: Kind, round: number): Promise<void> {
  const isWarmUp = round < 0;
  const from = isWarmUp ? rounds * queries : round * queries;
  const { times, recalls } = await worker.ask({
    what,
    from,
    count: isWarmUp ? WARM_UP_QUESTIONS : queries,
    budgetMs: BUDGET_MS,
  });
  if (isWarmUp) return;
  measured.times.set(what, [...(measured.times.get(what) ?? []), ...times]);
  measured.recalls.set(what, [...(measured.recalls.get(what) ?? []), ...recalls]);
}

async function upsertAll(entrants: readonly Entrant[]): Promise<ReadonlyMap<ContestantName, number>> {
  const visible = new Map<ContestantName, number[]>();
  for (let seed = 1 - WARM_UP_UPSERTS; seed <= UPSERTS; seed++) {
    for (const { name, worker, canUpsert } of entrants) {
      if (!canUpsert) continue;
      const { visibleMs } = await worker.upsert(seed + WARM_UP_UPSERTS);
      if (seed < 1) continue;
      visible.set(name, [...(visible.get(name) ?? []), visibleMs ?? Number.POSITIVE_INFINITY]);
    }
  }
  return new Map([...visible].map(([name, times]) => [name, percentile(times, 0.5)]));
}

process.env["SCHOOLBOOK_BENCH_CODE"] = values.code;
makeData(size);
const built: Entrant[] = [];
for (const name of names()) built.push(await enter(name));
const entrants = await openAll(built);
const bandwidths = await askAll(entrants);
const upserts = await upsertAll(entrants);
for (const { worker } of entrants) await worker.end();
rmSync(RUN_FOLDER, { recursive: true, force: true });
printResults(
  {
    size,
    bandwidth: { bytesPerMs: percentile(bandwidths, 0.5), method: measureBandwidth().method },
    stores: new Map(entrants.map(({ name, measured }) => [name, { ...measured, upsertVisibleMs: upserts.get(name) }])),
  },
  say,
);
