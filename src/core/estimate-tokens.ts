// A cheap estimate of how many tokens a language model sees in a text: one table look-up per character.

const [LOWER, UPPER, DIGIT, SPACE, BREAK, MARK, ALPHABETIC, IDEOGRAPHIC, SYMBOL] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
const UNIT = 64;
const ROW = 16;

/**
 * Tokens that a character adds, in 64ths, by the class of the character before it (row) and its own (column). Fitted by
 * least squares to cl100k on English prose, Markdown, finance tables, JavaScript, Python, CSV and JSON: totals there are
 * off by at most 2.5 %, pieces of 800 characters by 3 to 5 % on average.
 */
// oxfmt-ignore
const WEIGHTS = Uint8Array.from([
  4, 46, 83, 0, 58, 33, 40, 70, 67, 0, 0, 0, 0, 0, 0, 0,
  22, 15, 146, 19, 36, 0, 38, 70, 73, 0, 0, 0, 0, 0, 0, 0,
  77, 146, 15, 18, 64, 79, 39, 70, 77, 0, 0, 0, 0, 0, 0, 0,
  53, 53, 103, 0, 40, 61, 38, 72, 67, 0, 0, 0, 0, 0, 0, 0,
  45, 24, 50, 32, 0, 67, 38, 70, 76, 0, 0, 0, 0, 0, 0, 0,
  52, 44, 58, 12, 35, 14, 38, 70, 75, 0, 0, 0, 0, 0, 0, 0,
  52, 51, 51, 4, 51, 51, 38, 70, 77, 0, 0, 0, 0, 0, 0, 0,
  51, 51, 52, 3, 51, 51, 38, 81, 77, 0, 0, 0, 0, 0, 0, 0,
  37, 50, 51, 0, 55, 52, 38, 70, 92, 0, 0, 0, 0, 0, 0, 0,
]);

const CLASS_OF = classesByCode();
const WINDOW = 65_536;
const BREAK_CODE = 10;

/** Counts the tokens of `text[start, end)`; anything counts at least 1. */
export type TokenCounter = (start: number, end: number) => number;

/** A counter for one text. It reads the text through a window of plain numbers, twice as fast as character by character. */
export function createTokenCounter(text: string): TokenCounter {
  const codes = new Uint16Array(Math.min(WINDOW, text.length));
  const bytes = Buffer.from(codes.buffer);
  let from = 0;
  let to = 0;

  function load(position: number): void {
    from = position;
    to = Math.min(text.length, from + codes.length);
    bytes.write(text.slice(from, to), "utf16le");
  }

  return (start, limit) => {
    const end = Math.min(limit, text.length);
    let sum = 0;
    let before = BREAK_CODE;
    for (let position = start; position < end;) {
      if (position < from || position >= to) load(position);
      const stop = Math.min(end, to) - from;
      sum += weigh(codes, position - from, stop, before);
      before = codes[stop - 1] ?? BREAK_CODE;
      position = stop + from;
    }
    return Math.max(1, Math.ceil(sum / UNIT));
  };
}

function weigh(codes: Uint16Array, start: number, end: number, before: number): number {
  let sum = 0;
  let row = (CLASS_OF[before] ?? SYMBOL) * ROW;
  for (let index = start; index < end; index += 1) {
    const current = CLASS_OF[codes[index] ?? 0] ?? SYMBOL;
    sum += WEIGHTS[row + current] ?? UNIT;
    row = current * ROW;
  }
  return sum;
}

/** Estimated tokens of a whole text. */
export function estimateTokens(text: string): number {
  return createTokenCounter(text)(0, text.length);
}

function classesByCode(): Uint8Array {
  const classes = new Uint8Array(65_536).fill(SYMBOL);
  classes.fill(BREAK, 0, 32);
  classes[9] = SPACE;
  classes[32] = SPACE;
  classes.fill(MARK, 33, 128);
  classes.fill(DIGIT, 48, 58);
  classes.fill(UPPER, 65, 91);
  classes.fill(LOWER, 97, 123);
  classes.fill(ALPHABETIC, 128, 0x590);
  classes.fill(IDEOGRAPHIC, 0x2e80, 0xd7b0);
  classes.fill(IDEOGRAPHIC, 0xff00, 0x10000);
  return classes;
}
