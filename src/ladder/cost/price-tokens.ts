// What a call costs on a given day: your own price first, then the dated list that comes with @pydantic/genai-prices. Never the network.
import { calcPrice } from "@pydantic/genai-prices";

import { SchoolbookError } from "../../core/errors.ts";
import type { AskedModel, CallTokens, TokenPrice } from "./cost-plan.ts";

export type PriceSource = {
  readonly model: string;
  readonly kind: "own" | "list" | "not-billed" | "unknown";
  /** The list's name of the model, where it is not the one that was asked for: its price is the price of a relative. */
  readonly matched?: string;
  readonly source: string;
};

export type PricedCalls = { readonly usd: readonly number[]; readonly price: PriceSource };

export type PriceOptions = {
  /** `2026-11-26`. */
  readonly date: string;
  readonly prices: Readonly<Record<string, TokenPrice>>;
};

const LIST = "@pydantic/genai-prices 0.1.8";
const MILLION = 1_000_000;

/** Each call on its own, since some prices rise with the length of the prompt. */
export function priceCalls(
  model: string | undefined,
  calls: readonly CallTokens[],
  { date, prices }: PriceOptions,
): PricedCalls {
  if (model === undefined) {
    return { usd: calls.map(() => 0), price: { model: "", kind: "not-billed", source: "tokens are not billed" } };
  }
  const own = prices[model];
  if (own !== undefined) {
    return {
      usd: calls.map((call) => ownCost(call, own)),
      price: { model, kind: "own", source: own.source ?? "your own price" },
    };
  }
  return listPrice(model, calls, date);
}

/** The same for a model that a run asked: one that nobody knows a price of counts as free, and the bill says so. */
export function priceAsked(
  { model, place }: AskedModel,
  calls: readonly CallTokens[],
  options: PriceOptions,
): PricedCalls {
  const free = { usd: calls.map(() => 0) };
  if (place === "none") return { ...free, price: { model: "", kind: "not-billed", source: "asks no model" } };
  if (place === "elsewhere" && options.prices[model] === undefined && !isListed(model, options.date))
    return { ...free, price: { model, kind: "unknown", source: UNKNOWN } };
  if (place === "here" && options.prices[model] === undefined)
    return { ...free, price: { model, kind: "not-billed", source: "no price known: runs on this machine" } };
  return priceCalls(model, calls, options);
}

const UNKNOWN = "no price known: its tokens count as $0";

function ownCost({ input, cachedInput, output }: CallTokens, price: TokenPrice): number {
  const fresh = Math.max(0, input - cachedInput);
  return (fresh * price.input + cachedInput * (price.cachedInput ?? price.input) + output * price.output) / MILLION;
}

function listPrice(model: string, calls: readonly CallTokens[], date: string): PricedCalls {
  const { name } = partsOf(model);
  const priced = calls.map((call) => inList(model, call, date) ?? unknownPrice(model));
  const found = priced[0]?.model.id;
  return {
    usd: priced.map((price) => price.total_price),
    price: {
      model,
      kind: "list",
      ...(found === undefined || isSame(found, name) ? {} : { matched: found }),
      source: LIST,
    },
  };
}

function inList(model: string, { input, cachedInput, output }: CallTokens, date: string) {
  const { provider, name } = partsOf(model);
  const options = { timestamp: noonOf(date), ...(provider === undefined ? {} : { providerId: provider }) };
  const usage = { input_tokens: input, cache_read_tokens: cachedInput, output_tokens: output };
  return calcPrice(usage, name, options);
}

function isListed(model: string, date: string): boolean {
  return inList(model, { input: 1, cachedInput: 0, output: 1 }, date) !== null;
}

/** The list takes `claude-sonnet-5.5` for `claude-sonnet-5`, whose cached tokens cost twice as much; a date at the end is no other model. */
function isSame(found: string, asked: string): boolean {
  const plain = (id: string): string =>
    id
      .toLowerCase()
      .replace(/-(?:\d{8}|\d{4}-\d{2}-\d{2}|latest)$/u, "")
      .replaceAll(".", "-");
  return plain(found) === plain(asked);
}

/** `openai/gpt-6-luna`, `openai:gpt-6-luna` or the model alone. */
function partsOf(model: string): { readonly provider?: string; readonly name: string } {
  const [, provider, name] = /^([a-z0-9-]+)[/:](.+)$/u.exec(model) ?? [];
  return provider === undefined || name === undefined ? { name: model } : { provider, name };
}

/** Some prices change with the hour; the middle of the day stands for it. */
function noonOf(date: string): Date {
  return new Date(`${date}T12:00:00Z`);
}

function unknownPrice(model: string): never {
  throw new SchoolbookError("input_invalid", `No price is known for ${model}.`, {
    hint: `Name what you pay for a million tokens under "prices": {"${model}": {"input": …, "output": …}}, or leave the model out where tokens are not billed.`,
  });
}
