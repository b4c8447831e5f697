// Asks a model one fact by a protocol, and says how firmly it is known.
import { hashParts } from "../../core/hash.ts";
import type { ChatModel, Prompt } from "../../spec/chat.ts";
import { isRight, type Knowledge, type ScreenedFact } from "./fact.ts";
import { type PromptSettings, screenPrompts } from "./screen-prompts.ts";

/** Replies that were paid for before, by what was asked. */
export type ReplyCache = {
  get(key: string): string | undefined;
  put(key: string, reply: string): void;
};

export type FactAsking = PromptSettings & {
  readonly model: ChatModel;
  readonly cache: ReplyCache;
  readonly maxTokens: number;
  readonly signal?: AbortSignal;
};

export type AskedFact = {
  readonly fact: ScreenedFact;
  readonly knowledge: Knowledge;
  /** Of the likeliest replies, one for each prompt. */
  readonly greedyRight: number;
  /** Drawn replies are asked for only where no likeliest one is right: nothing else hangs on them. */
  readonly sampled: number;
  readonly sampledRight: number;
  /** Replies that came from the model and not from the cache. */
  readonly calls: number;
};

/**
 * The class that the whole protocol gives, by as few calls as decide it: a fact with a right likeliest reply is known however
 * the draws end, and one right draw tells it from an unknown one.
 */
export async function askFact(fact: ScreenedFact, asking: FactAsking): Promise<AskedFact> {
  const { samples } = asking.protocol;
  const prompts = screenPrompts(fact, asking);
  const tally = { greedyRight: 0, sampled: 0, sampledRight: 0, calls: 0 };
  for (const prompt of prompts) if (await ask(prompt, 0, fact, { asking, tally })) tally.greedyRight += 1;
  // why: all draws of one prompt in a row, so that engines which remember a prompt read it once.
  for (const prompt of tally.greedyRight === 0 ? prompts : []) {
    for (let draw = 1; draw <= samples && tally.sampledRight === 0; draw += 1) {
      tally.sampled += 1;
      if (await ask(prompt, draw, fact, { asking, tally })) tally.sampledRight += 1;
    }
  }
  return { fact, knowledge: classOf(tally, prompts.length), ...tally };
}

function classOf({ greedyRight, sampledRight }: Tally, prompts: number): Knowledge {
  if (greedyRight === prompts) return "HighlyKnown";
  if (greedyRight > 0) return "MaybeKnown";
  return sampledRight > 0 ? "WeaklyKnown" : "Unknown";
}

type Tally = { greedyRight: number; sampled: number; sampledRight: number; calls: number };
type Ask = { readonly asking: FactAsking; readonly tally: Tally };

/** `draw` 0 is the likeliest reply. */
async function ask(prompt: Prompt, draw: number, { answers }: ScreenedFact, { asking, tally }: Ask): Promise<boolean> {
  const { model, cache, protocol, maxTokens, seed, signal } = asking;
  const temperature = draw === 0 ? 0 : protocol.temperature;
  // why: a likeliest reply is the same whatever the seed, so that a second screening does not pay for it again.
  const drawn = draw === 0 ? [] : [String(seed), String(draw), String(temperature)];
  const key = hashParts([model.id, JSON.stringify(prompt), String(maxTokens), ...drawn]);
  let reply = cache.get(key);
  if (reply === undefined) {
    reply = "";
    tally.calls += 1;
    const abort = signal === undefined ? {} : { abortSignal: signal };
    const chosen = draw === 0 ? {} : { seed: Number.parseInt(key.slice(0, 7), 16) };
    for await (const event of model.generate({ prompt, maxTokens, temperature, ...chosen, ...abort }))
      if (event.kind === "text-delta") reply += event.text;
    cache.put(key, reply);
  }
  return isRight(reply, answers);
}
