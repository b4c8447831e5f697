// Finds the words of a text in one pass: runs of letters and digits, held together by single inner connectors.

const SEPARATOR = 1;
const WORD = 2;
const CONNECTOR = 3;
const COMMA = 4;

const WORD_CHARACTER = /[\p{L}\p{N}\p{M}\p{Cf}]/u;
const CONNECTORS = new Set(["-", ".", "'", "\u2010", "\u2011", "\u2019", "\u02bc"]);
const UNDERSCORE = 95;
const PLUS = 43;
const HASH = 35;

/** Longer runs (base64, a page of Chinese without punctuation) are visited in pieces of this length. */
const MAX_WORD = 1000;

/** Character classes by UTF-16 unit, filled in as characters are met; 0 is "not met yet". */
const classes = new Uint8Array(65_536);

function classOf(unit: number): number {
  const known = classes[unit] ?? SEPARATOR;
  return known === 0 ? classify(unit) : known;
}

function classify(unit: number): number {
  const found = classFor(unit);
  classes[unit] = found;
  return found;
}

function classFor(unit: number): number {
  const character = String.fromCharCode(unit);
  if (CONNECTORS.has(character)) return CONNECTOR;
  if (character === ",") return COMMA;
  const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
  return isSurrogate || unit === UNDERSCORE || WORD_CHARACTER.test(character) ? WORD : SEPARATOR;
}

/** Calls `visit` with each raw word: `max_tokens`, `1.2.3`, `don't`, `ABC-123`, `C++`. Surrogates and underscores pass unjudged. */
export function scanWords(text: string, visit: (word: string) => void): void {
  const length = text.length;
  let start = -1;
  for (let at = 0; at < length; at++) {
    const kind = classOf(text.charCodeAt(at));
    if (kind === WORD) {
      if (start < 0) start = at;
      else if (at - start >= MAX_WORD) {
        visit(text.slice(start, at));
        start = at;
      }
    } else if (start >= 0 && !joins(text, at, kind)) {
      visit(text.slice(start, at + suffixLength(text, at)));
      start = -1;
    }
  }
  if (start >= 0) visit(text.slice(start));
}

function joins(text: string, at: number, kind: number): boolean {
  if (kind === SEPARATOR || at + 1 >= text.length) return false;
  const next = text.charCodeAt(at + 1);
  if (kind === COMMA) return isDigit(next) && isDigit(text.charCodeAt(at - 1));
  return classOf(next) === WORD;
}

/** Two for `C++`, one for `C#`, otherwise none. */
function suffixLength(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit !== PLUS && unit !== HASH) return 0;
  const length = unit === HASH ? 1 : 2;
  if (unit === PLUS && text.charCodeAt(at + 1) !== PLUS) return 0;
  const after = text.charCodeAt(at + length);
  return Number.isNaN(after) || classOf(after) !== WORD ? length : 0;
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}
