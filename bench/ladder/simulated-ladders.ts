// Ladders whose true qualities are known, drawn at random, and the exams that they sit: correlated arms, clusters, qualities near the bar.
import { normalQuantile } from "../../src/exam/statistics/normal.ts";
import { checkRegistration, type Registration } from "../../src/ladder/registration/registration.ts";
import type { ArmRows } from "../../src/ladder/verdict/gather-scores.ts";
import { judgeLadder } from "../../src/ladder/verdict/judge-ladder.ts";
import type { BlockedVerdict, Verdict } from "../../src/ladder/verdict/verdict.ts";
import { buildTrial } from "../../src/testing/index.ts";

/** Cheapest first, with what a question costs in US dollars. */
const ARMS = [
  { name: "A1", label: "the better prompt", costUsd: 0.0002 },
  { name: "A2", label: "the open book", costUsd: 0.001 },
  { name: "A4", label: "school", costUsd: 0.002 },
  { name: "A5", label: "both", costUsd: 0.003 },
] as const;

export const WORLD_KINDS = ["steps", "steps-in-clusters", "close", "near-bar", "equal", "anything"] as const;
/** The worst that there is: every rung a hair below the bar, or the cheap ones a hair more than the margin below the best. */
export const WORST_KINDS = ["just-below", "just-inferior"] as const;
export type WorldKind = (typeof WORLD_KINDS)[number] | (typeof WORST_KINDS)[number];

export type World = {
  readonly kind: WorldKind;
  /** Of the arms, in their order. */
  readonly qualities: readonly number[];
  readonly bar: number;
  readonly margin: number;
  /** How much a question's difficulty is shared by all arms. */
  readonly shared: number;
  readonly perCluster: number;
};

const HAIR = 0.0001;

/** Of the usual kinds, the first two are like the published tables: rungs differ by real steps. */
export function drawWorld(kind: WorldKind, random: () => number): World {
  const within = (low: number, high: number): number => low + random() * (high - low);
  const margin = random() < 0.5 ? 0.05 : 0.1;
  const shared = within(0.3, 0.7);
  const perCluster = kind === "steps-in-clusters" ? 5 : kind === "anything" && random() < 0.3 ? 3 : 1;
  const bar = within(0.6, 0.8);
  const drawn = { kind, bar, margin, shared, perCluster };
  if (kind === "just-below") return { ...drawn, shared: within(0, 0.3), qualities: ARMS.map(() => bar - HAIR) };
  if (kind === "just-inferior") {
    const best = within(bar + margin + 0.05, 0.97);
    return { ...drawn, qualities: ARMS.map((_, at) => (at === ARMS.length - 1 ? best : best - margin - HAIR)) };
  }
  if (kind === "equal") return { ...drawn, qualities: ARMS.map(() => 0).fill(within(bar - 0.15, 0.95)) };
  if (kind === "near-bar") return { ...drawn, qualities: ARMS.map(() => within(bar - 0.04, bar + 0.04)) };
  if (kind === "anything") return { ...drawn, qualities: ARMS.map(() => within(0.3, 0.97)) };
  if (kind === "close") {
    const best = within(bar, 0.95);
    return { ...drawn, qualities: ARMS.map(() => best - within(0, 2 * margin)) };
  }
  return { ...drawn, qualities: stepQualities(bar, within) };
}

/** What a team needs is one of: a better prompt, the open book, both, or something that none of the rungs gives. */
function stepQualities(bar: number, within: (low: number, high: number) => number): readonly number[] {
  const low = within(0.1, bar - 0.2);
  const [high, top] = [within(bar + 0.08, 0.97), within(0, 0.02)];
  switch (Math.floor(within(0, 4))) {
    case 0: // the prompt is enough, and the rest adds nothing
      return [high, high - within(0, 0.3), high - within(0, 0.3), high - within(0, 0.1)];
    case 1: // facts are missing
      return [low, high, within(0.1, bar - 0.1), high - within(0, 0.08)];
    case 2: // facts and form are missing
      return [low, within(0.3, bar - 0.1), within(0.3, bar - 0.1), high + top - 0.02];
    default: // nothing is enough
      return [low, within(0.2, bar - 0.1), within(0.2, bar - 0.1), within(0.2, bar - 0.08)];
  }
}

export type Truth = {
  readonly sufficient: readonly string[];
  readonly cheapest: string | undefined;
};

export function truthOf({ qualities, bar, margin }: World): Truth {
  const best = Math.max(...qualities);
  const sufficient = ARMS.filter((_, at) => {
    const quality = qualities[at] ?? 0;
    return quality >= bar && quality >= best - margin;
  }).map(({ name }) => name);
  return { sufficient, cheapest: sufficient[0] };
}

/** Scores by arm, with the cluster of each question; further questions may be added from the same world. */
export type Sitting = { readonly scores: readonly (readonly number[])[]; readonly clusters: readonly string[] };

/** Each arm is right where a normal value of the question lies below the quantile of its quality, so that shares are as named. */
export function sit(world: World, questions: number, random: () => number, before?: Sitting): Sitting {
  const { qualities, shared, perCluster } = world;
  const limits = qualities.map((quality) => normalQuantile(Math.min(0.9999, Math.max(0.0001, quality))));
  const scores = qualities.map((_, arm) => [...(before?.scores[arm] ?? [])]);
  const clusters = [...(before?.clusters ?? [])];
  const ofCluster = perCluster > 1 ? 0.3 : 0;
  let common = 0;
  let own: readonly number[] = [];
  for (let at = 0; at < questions; at += 1) {
    if (at % perCluster === 0) {
      common = normal(random);
      own = qualities.map(() => normal(random));
    }
    const hardness = mixed(common, normal(random), ofCluster);
    clusters.push(`c${Math.floor(clusters.length / perCluster)}`);
    for (const [arm, limit] of limits.entries()) {
      const luck = mixed(own[arm] ?? 0, normal(random), ofCluster);
      scores[arm]?.push(mixed(hardness, luck, shared) < limit ? 1 : 0);
    }
  }
  return { scores, clusters };
}

function mixed(one: number, other: number, share: number): number {
  return Math.sqrt(share) * one + Math.sqrt(1 - share) * other;
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Through the very function that gives verdicts, from scored rows. */
export function judgeSitting(world: World, sitting: Sitting, seed: number): Verdict | BlockedVerdict {
  const ids = sitting.clusters.map((_, at) => `q${at}`);
  const registration: Registration = checkRegistration({
    version: 1,
    metric: "right",
    bar: world.bar,
    margin: world.margin,
    alpha: 0.05,
    vetoes: [],
    seed,
    repeats: 1,
    splits: { development: [], test: ids },
    examHash: "simulated",
    arms: ARMS.map(({ name, label }) => ({ name, label, role: "rung" })),
  });
  const arms = ARMS.map(({ name, costUsd }, arm): ArmRows => {
    const rows = ids.map((id, at) => ({
      trial: buildTrial({ id, cluster: sitting.clusters[at] ?? id, arm: name, costUsd }),
      score: { kind: "scored" as const, value: sitting.scores[arm]?.[at] ?? 0 },
    }));
    return { arm: name, rows };
  });
  return judgeLadder({ registration, arms, measured: [] });
}
