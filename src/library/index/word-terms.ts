// The terms that one raw word is found by: identifiers, codes and versions whole and in parts, CJK as bigrams.
import { fold, normalise } from "./fold.ts";

export type WordTerms = {
  /** The word in one piece, connectors removed: `fileName`, `file_name` and `file-name` all give `filename`. */
  readonly whole: readonly string[];
  /** What it is made of, when that is more than one part. */
  readonly parts: readonly string[];
};

const PLAIN = /^[a-z]+$/;
const PIECES = /[\p{L}\p{N}\p{M}_]+(?:[-.',][\p{L}\p{N}\p{M}_]+)*(?:\+\+|#)?/gu;
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々]+/gu;
const NUMERIC = /^[vV]?(\d+(?:[.,]\d+)+)$/;
const THOUSANDS = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const CLITIC = /'(?:s|re|ve|ll|d|m)$/i;
const HUMP = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u;
/** Longer runs without a space are data (base64, keys): they are kept whole and never taken apart. */
const MAX_SPLIT = 80;
const MAX_TERM = 120;

export function wordTerms(raw: string): WordTerms {
  if (PLAIN.test(raw) && raw.length <= MAX_TERM) return { whole: [raw], parts: [] };
  const whole: string[] = [];
  const parts: string[] = [];
  for (const piece of normalise(raw).match(PIECES) ?? []) addPiece(piece, whole, parts);
  return { whole, parts };
}

function addPiece(piece: string, whole: string[], parts: string[]): void {
  const numeric = NUMERIC.exec(piece)?.[1];
  if (numeric !== undefined) return addNumber(numeric, whole, parts);
  const spaced = piece.replace(UNSPACED, (run) => {
    addBigrams(fold(run), whole);
    return " ";
  });
  for (const word of spaced === piece ? [piece] : spaced.split(" ")) addWord(word, whole, parts);
}

/** `1,250` is one number; `24.21.0` is also found as `24.21` and `24`. */
function addNumber(numeric: string, whole: string[], parts: string[]): void {
  const plain = THOUSANDS.test(numeric) ? numeric.replaceAll(",", "") : numeric;
  const steps = plain.split(/[.,]/);
  whole.push(steps.join("."));
  for (let count = steps.length - 1; count >= 1; count--) parts.push(steps.slice(0, count).join("."));
}

function addBigrams(run: string, whole: string[]): void {
  const characters = Array.from(run);
  if (characters.length === 1) whole.push(run);
  for (let at = 0; at + 1 < characters.length; at++) whole.push(`${characters[at]}${characters[at + 1]}`);
}

function addWord(piece: string, whole: string[], parts: string[]): void {
  const word = piece.replace(/^[_',.-]+|[_',.-]+$/g, "").replace(CLITIC, "");
  if (word === "") return;
  const suffix = /(?:\+\+|#)$/.exec(word)?.[0] ?? "";
  const chunks = word
    .slice(0, word.length - suffix.length)
    .split(/[_'.,-]+/)
    .filter((chunk) => chunk !== "");
  whole.push(fold(join(chunks)).slice(0, MAX_TERM) + suffix);
  if (word.length > MAX_SPLIT) return;
  const pieces = chunks.flatMap((chunk) => chunk.split(HUMP));
  if (pieces.length > 1 || suffix !== "") for (const part of pieces) parts.push(fold(part));
}

/** Connectors go, except between digits, where they tell numbers apart: `2024-01-15` is not `20240115`. */
function join(chunks: readonly string[]): string {
  return chunks.reduce((joined, chunk) =>
    /\d$/.test(joined) && /^\d/.test(chunk) ? `${joined}-${chunk}` : joined + chunk,
  );
}
