// Asks a base model every fact that a set would teach, and sorts them by how firmly they are known.
import { mapOrdered } from "../../core/concurrency.ts";
import { hashParts } from "../../core/hash.ts";
import type { ChatModel } from "../../spec/chat.ts";
import type { OnProgress } from "../../spec/progress.ts";
import { askFact, type AskedFact, type ReplyCache } from "./ask-fact.ts";
import type { Knowledge, ScreenedFact } from "./fact.ts";
import type { ScreenProtocol } from "./protocol.ts";
import { SCREEN_SYSTEM } from "./screen-prompts.ts";

export type ScreenOptions = {
  readonly facts: readonly ScreenedFact[];
  readonly model: ChatModel;
  readonly protocol: ScreenProtocol;
  readonly seed: number;
  /** What was asked before is not asked again: a screening that was stopped goes on where it was. */
  readonly cache: ReplyCache;
  readonly system?: string;
  readonly maxTokens?: number;
  /** Facts that are asked at the same time; default 1. */
  readonly concurrency?: number;
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
};

/** How far a cheap protocol agrees with itself when it is asked again with other prompts and draws. */
export type Retest = {
  readonly facts: number;
  /** Got another of the four classes. */
  readonly changedClass: number;
  /** Went from known to unknown or back. */
  readonly changedSide: number;
};

export type ScreenResult = {
  readonly protocol: ScreenProtocol;
  readonly asked: readonly AskedFact[];
  readonly calls: number;
  /** Only where the protocol is approximate. */
  readonly retest?: Retest;
};

const MAX_TOKENS = 64;
/** So many facts are asked again by an approximate protocol. */
const RETESTED = 50;

export async function screenFacts(options: ScreenOptions): Promise<ScreenResult> {
  const { facts, protocol, seed } = options;
  const asked = await askAll(facts, seed, { ...options, stage: "screening" });
  const counted = asked.reduce((sum, { calls }) => sum + calls, 0);
  if (!protocol.approximate || facts.length === 0) return { protocol, asked, calls: counted };
  const again = pickSome(facts, RETESTED, seed);
  const second = await askAll(again, seed + 1, { ...options, stage: "asking again" });
  const first = new Map(asked.map((one) => [one.fact.id, one.knowledge]));
  const changed = (isSame: (one: Knowledge, other: Knowledge) => boolean): number =>
    second.filter(({ fact, knowledge }) => !isSame(first.get(fact.id) ?? knowledge, knowledge)).length;
  return {
    protocol,
    asked,
    calls: counted + second.reduce((sum, { calls }) => sum + calls, 0),
    retest: {
      facts: again.length,
      changedClass: changed((one, other) => one === other),
      changedSide: changed((one, other) => isKnown(one) === isKnown(other)),
    },
  };
}

export function isKnown(knowledge: Knowledge): boolean {
  return knowledge !== "Unknown";
}

async function askAll(
  facts: readonly ScreenedFact[],
  seed: number,
  options: ScreenOptions & { readonly stage: string },
): Promise<readonly AskedFact[]> {
  const { concurrency = 1, onProgress, stage, signal } = options;
  const asking = {
    ...options,
    seed,
    system: options.system ?? SCREEN_SYSTEM,
    maxTokens: options.maxTokens ?? MAX_TOKENS,
    examples: options.facts,
  };
  const asked: AskedFact[] = [];
  async function* inOrder(): AsyncGenerator<ScreenedFact> {
    for (const fact of facts) {
      signal?.throwIfAborted();
      yield await Promise.resolve(fact);
    }
  }
  for await (const one of mapOrdered(inOrder(), concurrency, async (fact) => askFact(fact, asking))) {
    asked.push(one);
    onProgress?.({ stage, done: asked.length, total: facts.length, unit: "facts" });
  }
  return asked;
}

/** The same ones for the same seed, in their order. */
function pickSome(facts: readonly ScreenedFact[], count: number, seed: number): readonly ScreenedFact[] {
  const ranked = facts
    .map((fact) => ({ fact, rank: hashParts([String(seed), fact.id]) }))
    .toSorted((one, other) => (one.rank < other.rank ? -1 : 1))
    .slice(0, count);
  const chosen = new Set(ranked.map(({ fact }) => fact.id));
  return facts.filter(({ id }) => chosen.has(id));
}
