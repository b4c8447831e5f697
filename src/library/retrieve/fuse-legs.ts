// Two ranked lists become one, and each hit keeps what either leg thought of it.
import type { LegScore } from "../../spec/retriever.ts";
import type { Hit, PassageKey } from "../../spec/store.ts";
import type { Fusion } from "./settings.ts";

export type FusedHit = {
  readonly key: PassageKey;
  readonly score: number;
  readonly lexical?: LegScore;
  readonly dense?: LegScore;
};

export type Legs = {
  readonly lexical: readonly Hit[];
  readonly dense: readonly Hit[];
};

/** Best first, equal scores by key. A passage that a leg did not bring gets nothing from it; a leg that brought nothing is left out. */
export function fuseLegs(legs: Legs, fusion: Fusion): readonly FusedHit[] {
  const lexical = legScores(legs.lexical, fusion);
  const dense = legScores(legs.dense, fusion);
  const share = lexicalShare(legs, fusion);
  const keys = new Set([...lexical.keys(), ...dense.keys()]);
  return [...keys]
    .map((key) => fuseOne(key, { lexical: lexical.get(key), dense: dense.get(key), share }))
    .toSorted((left, right) => right.score - left.score || left.key - right.key);
}

function lexicalShare({ lexical, dense }: Legs, { lexicalWeight }: Fusion): number {
  if (dense.length === 0) return 1;
  return lexical.length === 0 ? 0 : lexicalWeight;
}

type Opinions = {
  readonly lexical: LegScore | undefined;
  readonly dense: LegScore | undefined;
  readonly share: number;
};

function fuseOne(key: PassageKey, { lexical, dense, share }: Opinions): FusedHit {
  const score = share * (lexical?.normalised ?? 0) + (1 - share) * (dense?.normalised ?? 0);
  return { key, score, ...(lexical && { lexical }), ...(dense && { dense }) };
}

function legScores(hits: readonly Hit[], fusion: Fusion): ReadonlyMap<PassageKey, LegScore> {
  const normalise = fusion.kind === "min-max" ? minMax(hits) : reciprocalRank(fusion.constant);
  return new Map(
    hits.map(({ key, score }, index) => [key, { rank: index + 1, score, normalised: normalise(score, index + 1) }]),
  );
}

type Normalise = (score: number, rank: number) => number;

function minMax(hits: readonly Hit[]): Normalise {
  const highest = hits[0]?.score ?? 0;
  const lowest = hits.at(-1)?.score ?? 0;
  const width = highest - lowest;
  return (score) => (width > 0 ? (score - lowest) / width : 1);
}

/** Scaled so that the first place is 1, which keeps scores of both kinds of fusion within 0..1. */
function reciprocalRank(constant: number): Normalise {
  return (_score, rank) => (constant + 1) / (constant + rank);
}
