// What a hostile file is: made when its turn comes, so that the big ones never stand in memory together.

export type HostileFile = {
  readonly fileName: string;
  make(): Uint8Array;
  /** What must happen, where only one thing may: most may be read or reported. */
  readonly must?: "be read" | "be reported";
  /** Words that must not be in the text, such as those of a file on this machine. */
  readonly without?: string;
};

export type Scale = {
  /** How long the strings against regular expressions are. */
  readonly killerChars: number;
  readonly lineBytes: number;
  readonly bombBytes: number;
  readonly pages: number;
};

/** Small enough for every run of the tests, or as large as the real thing. */
export const SCALES: Readonly<Record<"small" | "full", Scale>> = {
  small: { killerChars: 40_000, lineBytes: 2_000_000, bombBytes: 9_000_000, pages: 1600 },
  full: { killerChars: 3_000_000, lineBytes: 200_000_000, bombBytes: 1_000_000_000, pages: 1600 },
};

export const DEEP = 10_000;

/** Pseudo-random numbers from 0 to 1 that are the same in every run. */
export function createSeeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Bytes without any sense. */
export function randomBytes(length: number, seed: number): Uint8Array {
  const next = createSeeded(seed);
  return Uint8Array.from({ length }, () => Math.floor(next() * 256));
}

/** A file of text. */
export function textFile(fileName: string, text: () => string, more: Partial<HostileFile> = {}): HostileFile {
  return { fileName, make: () => Buffer.from(text()), ...more };
}
