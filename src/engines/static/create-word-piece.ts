// WordPiece as BERT's uncased models have it, quick on text whose words come again.
import { normalisedWords } from "./normalise-word.ts";

/** Gets one row of the vocabulary after the other; false stops. */
export type WordPiece = {
  /** Rows of the text's pieces in order, at most `limit`; valid until the next call. */
  encode(text: string, limit: number): Uint16Array;
};

/** A word with more characters is unknown as a whole. */
const LONGEST_WORD = 100;
/** Rows that the cache holds before it starts anew: about 60,000 words. */
const CACHE_ROWS = 1 << 17;
/** Rows of one word, as many as fit beside its place in the cache in one number. */
const COUNT_BITS = 7;
const MOST_ROWS = (1 << COUNT_BITS) - 1;

const [WORD, GAP, MARK, OTHER] = [0, 1, 2, 3] as const;
const KINDS = asciiKinds();

/** Punctuation is cut out; controls and everything beyond ASCII go the slow way. */
function asciiKinds(): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => {
    if (code === 32 || code === 9 || code === 10 || code === 13) return GAP;
    const character = String.fromCharCode(code);
    if (/[0-9A-Za-z]/u.test(character)) return WORD;
    return code < 32 || code === 127 ? OTHER : MARK;
  });
}

/** `entries` by row; `##` begins those that continue a word, and `[UNK]` stands for what cannot be spelled. */
export function createWordPiece(entries: readonly string[]): WordPiece {
  const pieces = piecesOf(entries);
  const unknown = pieces.beginning.get("[UNK]") ?? 0;
  const cache = createCache((text) => normalisedWords(text).flatMap((word) => spell(word, pieces) ?? [unknown]));
  let found = new Uint16Array(1024);
  return {
    encode(text, limit) {
      let count = 0;
      const add = (from: number, to: number): void => {
        const added = cache.rowsOf(text.slice(from, to));
        if (count + added.length > found.length) found = grown(found, count + added.length);
        found.set(added, count);
        count += added.length;
      };
      cutWords(text, (from, to) => {
        add(from, to);
        return count < limit;
      });
      return found.subarray(0, Math.min(count, limit));
    },
  };
}

function grown(rows: Uint16Array<ArrayBuffer>, atLeast: number): Uint16Array<ArrayBuffer> {
  const larger = new Uint16Array(Math.max(rows.length * 2, atLeast));
  larger.set(rows);
  return larger;
}

/** Runs of letters and digits, single marks, and whole runs without a gap where they hold anything else. */
function cutWords(text: string, onWord: (from: number, to: number) => boolean): void {
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : 32;
    const kind = code < 128 ? KINDS[code] : OTHER;
    if (kind === WORD) continue;
    const end = kind === OTHER ? nextGap(text, at) : at;
    if (start < end && !onWord(start, end)) return;
    if (kind === MARK && !onWord(at, at + 1)) return;
    at = Math.max(at, kind === OTHER ? end - 1 : at);
    start = at + 1;
  }
}

function nextGap(text: string, from: number): number {
  let at = from;
  while (at < text.length && KINDS[text.charCodeAt(at)] !== GAP) at += 1;
  return at;
}

type Pieces = {
  readonly beginning: ReadonlyMap<string, number>;
  /** Without their `##`. */
  readonly continuing: ReadonlyMap<string, number>;
};

function piecesOf(entries: readonly string[]): Pieces {
  const beginning = new Map<string, number>();
  const continuing = new Map<string, number>();
  for (let row = 0; row < entries.length; row += 1) {
    const entry = entries[row] ?? "";
    if (entry.startsWith("##")) continuing.set(entry.slice(2), row);
    else beginning.set(entry, row);
  }
  return { beginning, continuing };
}

/** Longest piece first; undefined where a part of the word has none. No piece ends within a character, so halves of one find nothing. */
function spell(word: string, { beginning, continuing }: Pieces): readonly number[] | undefined {
  if (word.length > LONGEST_WORD && Array.from(word).length > LONGEST_WORD) return undefined;
  const found: number[] = [];
  for (let start = 0; start < word.length;) {
    const rows = start === 0 ? beginning : continuing;
    let end = word.length;
    let row = rows.get(word.slice(start));
    while (row === undefined && end > start + 1) {
      end -= 1;
      row = rows.get(word.slice(start, end));
    }
    if (row === undefined) return undefined;
    found.push(row);
    start = end;
  }
  return found;
}

type Cache = { rowsOf(word: string): Uint16Array };

/** Rows by word as written, one after the other in one array; when that is full it starts anew. */
function createCache(rowsOf: (word: string) => readonly number[]): Cache {
  const places = new Map<string, number>();
  const pool = new Uint16Array(CACHE_ROWS);
  let used = 0;
  return {
    rowsOf(word) {
      const place = places.get(word);
      if (place !== undefined) return pool.subarray(place >> COUNT_BITS, (place >> COUNT_BITS) + (place & MOST_ROWS));
      const made = Uint16Array.from(rowsOf(word));
      if (made.length > MOST_ROWS) return made;
      if (used + made.length > pool.length) {
        places.clear();
        used = 0;
      }
      pool.set(made, used);
      places.set(word, (used << COUNT_BITS) | made.length);
      used += made.length;
      return made;
    },
  };
}
