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
export function pickWeighted<Item>(random: Random, items: readonly Item[], weightOf: (item: Item) => number): Item {
  let total = 0;
  for (const item of items) total += weightOf(item);
  let left = random() * total;
  const found = items.find((item) => (left -= weightOf(item)) < 0);
  return found ?? pick(random, items);
}

/** A new list in random order. */
export function shuffled<Item>(random: Random, items: readonly Item[]): Item[] {
  const list: Item[] = [];
  for (const item of items) {
    const at = Math.floor(random() * (list.length + 1));
    const moved = list[at];
    if (moved === undefined) list.push(item);
    else {
      list.push(moved);
      list[at] = item;
    }
  }
  return list;
}

/** `count` different items, or all of them where there are fewer. */
export function sample<Item>(random: Random, items: readonly Item[], count: number): Item[] {
  return shuffled(random, items).slice(0, count);
}
