// The conversations that a model can hold at once: which of them takes the next prompt, and what of it is computed already.
import { statSync } from "node:fs";
import { resolve as resolvePath } from "node:path";

import { SchoolbookError } from "../../../core/errors.ts";
import type { AdapterFile } from "../messages.ts";
import type { Context, Lora, Model, Sequence, Token } from "./binding.ts";

export type LaneOptions = {
  readonly contextTokens: number;
  readonly sequences: number;
  readonly threads: number;
  readonly adaptersKept: number;
};

/** A place in a context, borrowed for one request; its state covers the first `cachedTokens` of the prompt. */
export type Lane = Disposable & {
  readonly sequence: Sequence;
  readonly cachedTokens: number;
  /** To be called between computations: others copy then what they have in common with this request. */
  pass(): Promise<void>;
};

export type Lanes = {
  /** Waits for a free place; what the prompt shares with what was computed before is kept or copied. */
  borrow(tokens: readonly Token[], adapter: AdapterFile | undefined, signal: AbortSignal): Promise<Lane>;
};

type Place = {
  readonly sequence: Sequence;
  isBusy: boolean;
  /** Numbers the requests; who waits for another waits for an earlier one, so that nobody waits in a circle. */
  lastUse: number;
  /** The prompt that is being computed. */
  goal: readonly Token[];
  visits: readonly Visit[];
};

/** Another request that copies from a place once so many tokens are there. */
type Visit = { readonly tokens: number; readonly run: () => Promise<void> };

type Group = {
  readonly key: string;
  readonly places: readonly Place[];
  close(): Promise<void>;
};

/** Copying moves a whole conversation's memory; fewer tokens are computed sooner than that. */
const WORTH_COPYING = 64;
/** Tokens computed in one go; a longer prompt can be given up in between. */
export const BATCH_TOKENS = 512;
const BASE = "";

type LaneState = {
  readonly model: Model;
  readonly options: LaneOptions;
  readonly groups: Map<string, Group>;
  /** Taken in turn: two requests with one adapter must not open two contexts. */
  opening: Promise<void>;
  uses: number;
  changed: PromiseWithResolvers<void>;
};

export async function createLanes(model: Model, options: LaneOptions): Promise<Lanes> {
  const base = await openGroup(model, BASE, options);
  const state: LaneState = {
    model,
    options,
    groups: new Map([[BASE, base]]),
    opening: Promise.resolve(),
    uses: 0,
    changed: Promise.withResolvers<void>(),
  };
  return {
    async borrow(tokens, adapter, signal) {
      for (;;) {
        signal.throwIfAborted();
        const next = state.changed.promise;
        const claimed = await claim(tokens, adapter, state);
        if (claimed !== undefined) return occupy(claimed, tokens, state);
        await next;
      }
    },
  };
}

type Claimed = { readonly group: Group; readonly place: Place };

/** A free place, taken at once so that nobody lets its context go; undefined where all are busy. */
async function claim(
  tokens: readonly Token[],
  adapter: AdapterFile | undefined,
  state: LaneState,
): Promise<Claimed | undefined> {
  if (adapter === undefined) return take(state.groups.get(BASE), tokens, state);
  const before = state.opening;
  const { promise, resolve } = Promise.withResolvers<void>();
  state.opening = promise;
  await before;
  try {
    return take(await groupFor(adapter, state), tokens, state);
  } finally {
    resolve();
  }
}

function take(group: Group | undefined, tokens: readonly Token[], state: LaneState): Claimed | undefined {
  const place = group === undefined ? undefined : choosePlace(group, tokens);
  if (group === undefined || place === undefined) return undefined;
  Object.assign(place, { isBusy: true, lastUse: (state.uses += 1), goal: tokens });
  return { group, place };
}

/** Undefined while every adapter that is kept is at work. */
async function groupFor(adapter: AdapterFile, { groups, model, options }: LaneState): Promise<Group | undefined> {
  const key = `${adapter.scale} ${fileMark(adapter.path)} ${adapter.path}`;
  const known = groups.get(key);
  if (known !== undefined) return known;
  if (!(await makeRoom(groups, options.adaptersKept))) return undefined;
  const group = await openGroup(model, key, { ...options, adapter });
  groups.set(key, group);
  return group;
}

function fileMark(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined) return `${found.mtimeMs} ${found.size}`;
  throw new SchoolbookError("not_found", `There is no adapter file ${path}.`);
}

async function occupy({ group, place }: Claimed, tokens: readonly Token[], state: LaneState): Promise<Lane> {
  const giveBack = async (): Promise<void> => {
    await receive(place, Number.POSITIVE_INFINITY);
    place.isBusy = false;
    state.changed.resolve();
    state.changed = Promise.withResolvers<void>();
  };
  try {
    await prepare(place, group, tokens);
  } catch (error) {
    await giveBack();
    throw error;
  }
  const { sequence } = place;
  const pass = async (): Promise<void> => receive(place, sequence.nextTokenIndex);
  return { sequence, cachedTokens: sequence.nextTokenIndex, pass, [Symbol.dispose]: () => void giveBack() };
}

async function openGroup(
  model: Model,
  key: string,
  { contextTokens, sequences, threads, adapter }: LaneOptions & { readonly adapter?: AdapterFile },
): Promise<Group> {
  const path = adapter === undefined ? undefined : resolvePath(adapter.path);
  // why: node-llama-cpp keeps adapters by their path for good, also when the file has been trained anew.
  if (path !== undefined) model._loraAdapters.delete(path);
  const context = await openContext(model, {
    contextSize: contextTokens,
    sequences,
    threads,
    batchSize: Math.min(BATCH_TOKENS, contextTokens * sequences),
    ...(adapter === undefined ? {} : { lora: { adapters: [{ filePath: adapter.path, scale: adapter.scale }] } }),
  });
  const lora = path === undefined ? undefined : model._loraAdapters.get(path);
  const places = Array.from({ length: sequences }, () => ({
    sequence: context.getSequence(),
    isBusy: false,
    lastUse: 0,
    goal: [],
    visits: [],
  }));
  return { key, places, close: async () => closeContext(context, lora) };
}

async function closeContext(context: Context, lora: Lora | undefined): Promise<void> {
  await context.dispose();
  await lora?.dispose();
}

async function openContext(model: Model, options: Parameters<Model["createContext"]>[0]): Promise<Context> {
  try {
    return await model.createContext(options);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const adapter = options.lora?.adapters[0];
    if (adapter !== undefined) {
      throw new SchoolbookError("input_invalid", `The adapter ${adapter.filePath} cannot be used: ${reason}.`, {
        hint: "It has to be a LoRA in GGUF form, made for exactly this model.",
        cause,
      });
    }
    const size = `${options.sequences ?? 1} × ${options.contextSize} tokens`;
    throw new SchoolbookError("engine_failed", `There is no room for a context of ${size}: ${reason}.`, {
      hint: "Set a smaller `contextTokens` or `concurrency` for the model.",
      cause,
    });
  }
}

/** Lets the adapter go that was used longest ago; false while all of them are at work. */
async function makeRoom(groups: Map<string, Group>, kept: number): Promise<boolean> {
  const others = [...groups.values()].filter(({ key }) => key !== BASE);
  if (others.length < Math.max(1, kept)) return true;
  const idle = others.filter(({ places }) => places.every(({ isBusy }) => !isBusy));
  const [oldest] = idle.toSorted((a, b) => lastUse(a) - lastUse(b));
  if (oldest === undefined) return false;
  groups.delete(oldest.key);
  await oldest.close();
  return true;
}

function lastUse({ places }: Group): number {
  return Math.max(...places.map((place) => place.lastUse));
}

/** The free place that shares most with the prompt; among equals the one used longest ago. */
function choosePlace({ places }: Group, tokens: readonly Token[]): Place | undefined {
  const free = places.filter(({ isBusy }) => !isBusy);
  const shares = new Map(free.map((place) => [place, sharedWith(place, tokens)]));
  return free.toSorted((a, b) => (shares.get(b) ?? 0) - (shares.get(a) ?? 0) || a.lastUse - b.lastUse)[0];
}

function sharedWith({ sequence }: Place, tokens: readonly Token[]): number {
  return Math.min(sequence.compareContextTokens(tokens).firstDifferentIndex, tokens.length - 1);
}

/** What a place has or will soon have in common with the prompt. */
function promisedBy(place: Place, tokens: readonly Token[]): number {
  if (!place.isBusy) return sharedWith(place, tokens);
  const different = tokens.findIndex((token, index) => token !== place.goal[index]);
  return Math.min(different === -1 ? tokens.length : different, tokens.length - 1);
}

/**
 * Copies from a neighbour that has more of the prompt, or waits for one that is just computing it, as when many
 * questions with the same instructions come at once. Then what differs is dropped; the last token is left to compute.
 */
async function prepare(place: Place, { places }: Group, tokens: readonly Token[]): Promise<void> {
  const [best] = places
    .filter((other) => other !== place && (!other.isBusy || other.lastUse < place.lastUse))
    .map((other) => ({ other, promised: promisedBy(other, tokens) }))
    .toSorted((a, b) => b.promised - a.promised);
  if (best !== undefined && best.promised >= sharedWith(place, tokens) + WORTH_COPYING) {
    await visit(best.other, best.promised, async () => copy(best.other, place, tokens));
  }
  await place.sequence.adaptStateToTokens(tokens.slice(0, -1), false);
}

/** At once where the place rests, otherwise when it has come so far, or gives up. */
async function visit(place: Place, tokens: number, work: () => Promise<void>): Promise<void> {
  if (!place.isBusy) return work();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  place.visits = [...place.visits, { tokens, run: async () => work().then(resolve, reject) }];
  return promise;
}

async function receive(place: Place, tokens: number): Promise<void> {
  const due = place.visits.filter((one) => one.tokens <= tokens);
  place.visits = place.visits.filter((one) => one.tokens > tokens);
  for (const { run } of due) await run();
}

async function copy(from: Place, to: Place, tokens: readonly Token[]): Promise<void> {
  const shared = sharedWith(from, tokens);
  if (shared < sharedWith(to, tokens) + WORTH_COPYING) return;
  const isCopied = await to.sequence._copyStateFromOtherSequence(from.sequence, shared);
  if (!isCopied) await to.sequence.clearHistory();
}
