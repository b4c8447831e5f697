// What the configuration says that models cost. Several entries may share a reference at other prices: which of them a run asked, its recorded costs tell.
import { costOf, type Price } from "../../answer/model/price.ts";
import type { TokenPrice } from "../../ladder/cost/cost-plan.ts";
import type { Trial } from "../../spec/exam.ts";
import type { ResolvedConfig } from "../config/config-schema.ts";

export type ConfiguredPrice = {
  readonly price: TokenPrice;
  /** Why it may be the price of another entry; undefined where there is no doubt. */
  readonly doubt?: string;
};

type Entry = { readonly name: string; readonly price: Price };

/** Of the model with this reference; undefined where none is configured. In doubt the dearest, and it is told. */
export function configuredPrice(
  models: ResolvedConfig["models"],
  reference: string,
  trials: readonly Trial[] = [],
): ConfiguredPrice | undefined {
  const entries = Object.entries(models).flatMap(([name, model]): readonly Entry[] =>
    model.reference === reference && model.price !== undefined ? [{ name, price: model.price }] : [],
  );
  const [only] = entries;
  if (only === undefined) return undefined;
  if (isOnePrice(entries)) return { price: tokenPrice(only.price, "the configuration") };
  const fitting = entries.filter(({ price }) => fits(price, trials));
  const [found] = fitting;
  if (found !== undefined && isOnePrice(fitting)) return { price: named(found) };
  const dearest = entries.reduce((one, other) => (sizeOf(other) > sizeOf(one) ? other : one));
  const names = entries.map(({ name }) => name).join(", ");
  const doubt = `${reference} is configured at several prices (${names}), and nothing tells which of them was asked: that of ${dearest.name}, the dearest, was taken. Name one under "prices" of a plan.`;
  return { price: named(dearest), doubt };
}

function isOnePrice(entries: readonly Entry[]): boolean {
  return new Set(entries.map(({ price }) => JSON.stringify(tokenPrice(price, "")))).size === 1;
}

/** A run records what each answer cost at the price of the entry that it asked. */
function fits(price: Price, trials: readonly Trial[]): boolean {
  const known = trials.flatMap(({ outcome, costUsd }) =>
    outcome.kind === "answered" && costUsd !== undefined ? [{ usage: outcome.answer.usage, costUsd }] : [],
  );
  return known.length > 0 && known.every(({ usage, costUsd }) => isNear(costOf(usage, price), costUsd));
}

function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-9 * Math.max(one, other);
}

function sizeOf({ price }: Entry): number {
  return price.input + price.output;
}

function named({ name, price }: Entry): TokenPrice {
  return tokenPrice(price, `models.${name} of the configuration`);
}

function tokenPrice({ input, output, cachedInput }: Price, source: string): TokenPrice {
  return { input, output, ...(cachedInput === undefined ? {} : { cachedInput }), source };
}
