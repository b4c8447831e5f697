// Invented words, names and codes. Each belongs to exactly one split by its own hash, so splits cannot share one.
import { chance, hashWord, pick, type Random, whole } from "./random.ts";

/** `public` is the made-up public world that every company shares. */
export type Split = "train" | "exam" | "demo" | "public";

/** Which of sixteen hash buckets belong to which split. */
const BUCKETS: readonly Split[] = [
  ...Array.from({ length: 12 }, (): Split => "train"),
  "exam",
  "exam",
  "demo",
  "public",
];

/** The one split in which this word or code may occur. */
export function splitOf(word: string): Split {
  return BUCKETS[hashWord(word.toLowerCase()) & 15] ?? "train";
}

type Sounds = {
  readonly onsets: readonly string[];
  readonly vowels: readonly string[];
  readonly codas: readonly string[];
  readonly endings: readonly string[];
};

const sounds = (onsets: string, vowels: string, codas: string, endings: string): Sounds => ({
  onsets: onsets.split(" "),
  vowels: vowels.split(" "),
  codas: ["", "", "", "", "", "", ...codas.split(" ")],
  endings: endings.split(" "),
});

const FLAVOURS: readonly Sounds[] = [
  sounds(
    "b d f g k l m n p r s t v z br dr gr kr pl tr st sk",
    "a e i o u",
    "l n r s m t k",
    "a o en ik on el ar us in",
  ),
  sounds("h j k l m n p r s t v w y sh ch", "a e i o u ai au ei", "n m ng sh k", "a i o e an in u"),
  sounds("b c d f g l m n p r s t v qu gl fl cl", "a e i o u ia io", "l n r s x", "a o e ina ello ora etta ino ano"),
  sounds(
    "d f g h k l m n r s t v w th sw br fr gr st bl",
    "a e i o u ee oa",
    "ck ld nd rn rt st lm ft l n r",
    "er ley ton by wick ow en le",
  ),
  sounds("b d g h j k l m n r s t v z zh kv sv dv mr", "a e i o u y", "k l n r t v sk", "ov ek ka ic ina ava or an yn"),
  sounds("k l m n p r s t v h j", "a e i o u aa ii uu oi uo", "n s l r t", "nen la kka ri mo sa to"),
  sounds("x z q v th ph kh n m r l t", "a e i o u ae y eo", "x n r s th l", "ix ax or um is ea ys on"),
];

function syllable(random: Random, { onsets, vowels, codas }: Sounds): string {
  return pick(random, onsets) + pick(random, vowels) + pick(random, codas);
}

function rawWord(random: Random): string {
  const flavour = pick(random, FLAVOURS);
  const start = chance(random, 0.12) ? pick(random, flavour.vowels) : "";
  const middle = chance(random, 0.2) ? syllable(random, flavour) : "";
  return start + syllable(random, flavour) + middle + pick(random, flavour.onsets) + pick(random, flavour.endings);
}

/** What people look at has names that are easy to read. */
const LONGEST: Readonly<Record<Split, number>> = { train: 12, exam: 12, public: 12, demo: 7 };

/** An invented lower-case word of this split. */
export function inventWord(random: Random, split: Split): string {
  for (;;) {
    const word = rawWord(random);
    if (word.length >= 5 && word.length <= LONGEST[split] && splitOf(word) === split) return word;
  }
}

/** An invented word with a capital: a family name, a place, a brand. */
export function inventName(random: Random, split: Split): string {
  return capital(inventWord(random, split));
}

export function inventPerson(random: Random, split: Split): string {
  return `${inventName(random, split)} ${inventName(random, split)}`;
}

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";

const letters = (random: Random, count: number): string => {
  let text = "";
  for (let at = 0; at < count; at += 1) text += LETTERS.charAt(Math.floor(random() * LETTERS.length));
  return text;
};

/** A code such as `QV-3184` or `4471-KD-C` of this split. */
export function inventCode(random: Random, split: Split, prefix?: string): string {
  for (;;) {
    const head = prefix ?? letters(random, whole(random, 2, 3));
    const code = codeForm(random, head);
    if (splitOf(code) === split) return code;
  }
}

function codeForm(random: Random, head: string): string {
  const number = whole(random, 1000, 99_999);
  switch (whole(random, 0, 4)) {
    case 0:
      return `${head}-${number}`;
    case 1:
      return `${head}${number}`;
    case 2:
      return `${head}-${whole(random, 100, 999)}-${letters(random, 1)}`;
    case 3:
      return `${head}-${whole(random, 10, 99)}/${number}`;
    default:
      return `${head}.${number}`;
  }
}

/** A name that is easily mistaken for the given one: one letter or one syllable apart, and of the same split. */
export function lookAlike(random: Random, split: Split, word: string): string {
  const { vowels, onsets } = pick(random, FLAVOURS);
  const lower = word.toLowerCase();
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const at = whole(random, 1, lower.length - 1);
    const letter = lower.charAt(at);
    const other = "aeiouy".includes(letter) ? pick(random, vowels) : pick(random, onsets);
    const changed = lower.slice(0, at) + other.charAt(0) + lower.slice(at + 1);
    if (changed !== lower && splitOf(changed) === split) return capital(changed);
  }
  return inventName(random, split);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
