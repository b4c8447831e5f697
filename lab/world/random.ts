// The seeded randomness of the world: one 128-bit generator per seed text, and the few ways in which it is drawn from.

export type Random = () => number;

/** Mixes a text into 32 bits (FNV-1a with a final avalanche); the same everywhere. */
export function hashWord(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * A small fast counter generator (sfc32). `core`'s mulberry32 has 32 bits of state, so the streams of a million companies
 * would run into each other; 128 bits do not.
 */
export function randomFrom(seed: string): Random {
  let a = hashWord(`${seed}/a`);
  let b = hashWord(`${seed}/b`);
  let c = hashWord(`${seed}/c`);
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

/** A whole number from `low` up to and with `high`. */
export function whole(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

export function chance(random: Random, share: number): boolean {
  return random() < share;
}

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError("Nothing to pick from: the list is empty.");
  return item;
}

/** Picks by weight; weights need not add up to one. */
export function pickWeighted<Name extends string>(random: Random, weights: Readonly<Record<Name, number>>): Name {
  // why: Object.entries forgets the names of the keys, which the parameter's type fixes
  const entries = Object.entries(weights) as [Name, number][];
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of entries) {
    left -= weight;
    if (left < 0) return name;
  }
  return pick(random, entries)[0];
}

/** A new list in random order. */
export function shuffled<Item>(random: Random, items: readonly Item[]): Item[] {
  const list = [...items];
  for (let last = list.length - 1; last > 0; last -= 1) {
    const at = Math.floor(random() * (last + 1));
    // why: both places lie inside the list
    [list[last], list[at]] = [list[at] as Item, list[last] as Item];
  }
  return list;
}

/** `count` different items, or all of them where there are fewer. */
export function sample<Item>(random: Random, items: readonly Item[], count: number): Item[] {
  return shuffled(random, items).slice(0, count);
}
