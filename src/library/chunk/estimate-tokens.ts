// A cheap estimate of how many tokens a language model sees in a text: one table look-up per character.

const CLASSES = 9;
const [LOWER, UPPER, DIGIT, SPACE, BREAK, MARK, ALPHABETIC, IDEOGRAPHIC, SYMBOL] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
const UNIT = 64;

/**
 * Tokens that a character adds, in 64ths, by the class of the character before it (row) and its own (column). Fitted by
 * least squares to cl100k on English prose, Markdown, finance tables, JavaScript, Python, CSV and JSON: totals there are
 * off by at most 2.5 %, pieces of 800 characters by 3 to 5 % on average.
 */
// oxfmt-ignore
const WEIGHTS = Uint8Array.from([
  4, 46, 83, 0, 58, 33, 40, 70, 67,
  22, 15, 146, 19, 36, 0, 38, 70, 73,
  77, 146, 15, 18, 64, 79, 39, 70, 77,
  53, 53, 103, 0, 40, 61, 38, 72, 67,
  45, 24, 50, 32, 0, 67, 38, 70, 76,
  52, 44, 58, 12, 35, 14, 38, 70, 75,
  52, 51, 51, 4, 51, 51, 38, 70, 77,
  51, 51, 52, 3, 51, 51, 38, 81, 77,
  37, 50, 51, 0, 55, 52, 38, 70, 92,
]);

const CLASS_OF = classesByCode();

/** Estimated tokens of `text[start, end)`; a longer text never counts less, and anything counts at least 1. */
export function estimateTokens(text: string, start = 0, end: number = text.length): number {
  let sum = 0;
  let previous: number = BREAK;
  for (let index = start; index < end; index += 1) {
    const current = CLASS_OF[text.charCodeAt(index)] ?? SYMBOL;
    sum += WEIGHTS[previous * CLASSES + current] ?? UNIT;
    previous = current;
  }
  return Math.max(1, Math.ceil(sum / UNIT));
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
