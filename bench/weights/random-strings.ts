// Strings of many scripts, drawn from a seed: what tokenizers of one vocabulary must cut in the same way.
import { seededRandom } from "../../src/core/runtime.ts";

/** First and last code point of what is drawn from: letters, digits, signs and spaces of many scripts. */
const RANGES: readonly (readonly [first: number, last: number])[] = [
  [0x20, 0x7e],
  [0xa0, 0xff],
  [0x100, 0x17f],
  [0x370, 0x3ff],
  [0x400, 0x4ff],
  [0x5d0, 0x5ea],
  [0x620, 0x64a],
  [0x660, 0x669],
  [0x905, 0x939],
  [0x966, 0x96f],
  [0xe01, 0xe30],
  [0x1100, 0x1112],
  [0x2000, 0x200a],
  [0x2010, 0x2027],
  [0x20a0, 0x20bf],
  [0x2150, 0x2189],
  [0x3041, 0x3096],
  [0x4e00, 0x9fa5],
  [0xac00, 0xd7a3],
  [0x1f600, 0x1f64f],
  [0x10400, 0x1044f],
];

const PIECES: readonly string[] = ["\n", "\r\n", "\n\n", " ", "  ", "\t", "   \n", "\u00a0", "\u3000", "\u0301"].concat(
  ["'s", "'LL", "'t", " 'd", "''", "The price of ", "I don't know.", "[1] ", "Question: ", "| --- |"],
  ["12,345.67", "https://", "e\u0301", "…", "-", "—"],
);

/** The same seed and count give the same strings. */
export function randomStrings(seed: number, count: number): readonly string[] {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  return Array.from({ length: count }, () => {
    const own = RANGES[below(RANGES.length)];
    return Array.from({ length: 1 + below(40) }, () => {
      const draw = random();
      if (draw < 0.2) return PIECES[below(PIECES.length)] ?? "";
      const range = draw < 0.6 ? own : draw < 0.85 ? RANGES[0] : RANGES[below(RANGES.length)];
      const [first, last] = range ?? [0x20, 0x7e];
      return String.fromCodePoint(first + below(last - first + 1));
    }).join("");
  });
}
