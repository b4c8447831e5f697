// Splits text into words the way BERT's uncased tokenizer does: lower case, no accents, punctuation and ideographs alone.
import { CUT_OUT, DROPPED } from "./character-ranges.ts";

type Ranges = Uint32Array;

/** First and last code point of each range in turn. */
function unpackRanges(packed: string): Ranges {
  let last = 0;
  const bounds = packed.split(" ").flatMap((range) => {
    const [gap = "", more = "0"] = range.split("+");
    const first = last + Number.parseInt(gap, 36);
    last = first + Number.parseInt(more, 36);
    return [first, last];
  });
  return Uint32Array.from(bounds);
}

function isWithin(ranges: Ranges, point: number): boolean {
  let low = 0;
  let high = ranges.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (point < (ranges[middle * 2] ?? 0)) high = middle - 1;
    else if (point > (ranges[middle * 2 + 1] ?? 0)) low = middle + 1;
    else return true;
  }
  return false;
}

const dropped = unpackRanges(DROPPED);
const cutOut = unpackRanges(CUT_OUT);
// oxfmt-ignore
const ideographs = Uint32Array.from([
  0x3400, 0x4dbf, 0x4e00, 0x9fff, 0xf900, 0xfaff, 0x20000, 0x2a6df, 0x2a700, 0x2b73f, 0x2b740, 0x2b81f, 0x2b920, 0x2ceaf, 0x2f800, 0x2fa1f,
]);
const SPACE = /\s/u;
const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;

/** The words of any text, in order. Slow: for what is not plain ASCII, and for words met for the first time. */
export function normalisedWords(text: string): readonly string[] {
  const words: string[] = [];
  let word = "";
  const flush = (): void => {
    if (word !== "") words.push(word);
    word = "";
  };
  for (const character of text.normalize("NFD")) {
    const point = character.codePointAt(0) ?? 0;
    if (isLeftOut(point)) continue;
    if (SPACE.test(character)) {
      flush();
    } else if (isWithin(cutOut, point) || isWithin(ideographs, point)) {
      flush();
      words.push(character);
    } else {
      word += character.toLowerCase();
    }
  }
  flush();
  return words;
}

function isLeftOut(point: number): boolean {
  return (point >= FIRST_SURROGATE && point <= LAST_SURROGATE) || isWithin(dropped, point);
}
