// Takes out of a text what nobody can see: control, zero-width, direction and tag characters can hide instructions.

export type TextCleaner = {
  /** One line end everywhere, nothing invisible, no half surrogate pairs. */
  clean(text: string): string;
  warnings(): readonly string[];
};

/**
 * Code points that are looked at, in hexadecimal: controls, soft hyphen, joiners, fillers, zero-width and direction
 * marks, line separators, variation selectors, byte order mark, annotation marks. Most are removed, a few are kept
 * where scripts need them.
 */
const SUSPECT_RANGES =
  "00-08 0b-1f 7f-9f ad-ad 34f-34f 61c-61c 115f-1160 17b4-17b5 180b-180f 200b-200f 2028-202e 2060-206f 3164-3164 " +
  "fe00-fe0f feff-feff ffa0-ffa0 fff0-fffb";

const SUSPECT = new RegExp(
  `[${SUSPECT_RANGES.split(" ").map(toRange).join("")}]|\\udb40[\\udc00-\\udfff]|\\ud834[\\udd73-\\udd7a]`,
);
const SUSPECTS = new RegExp(`\\r\\n|${SUSPECT.source}`, "g");

const LINE_ENDS = new Set(["\r\n", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029"]);
const SOFT_HYPHEN = "\u00ad";
const EMOJI_STYLE = 0xfe0f;
const TAG_PLANE = 0xdb40;
const FIRST_JOINED_SCRIPT = 0x0600;
const JOINERS = new Set(["\u200c", "\u200d"]);

/** Cleans the parts of one document and counts what it took out. */
export function createTextCleaner(): TextCleaner {
  let removed = 0;
  const replace = (match: string, offset: number, whole: string): string => {
    if (LINE_ENDS.has(match)) return "\n";
    if (match === SOFT_HYPHEN) return "";
    if (match === "\ufeff" && offset === 0) return "";
    if (isWanted(match, offset, whole)) return match;
    removed += 1;
    return "";
  };
  return {
    clean(text) {
      const formed = text.isWellFormed() ? text : text.toWellFormed();
      return SUSPECT.test(formed) ? formed.replace(SUSPECTS, replace) : formed;
    },
    warnings: () => (removed === 0 ? [] : [`${removed} invisible or control characters were removed.`]),
  };
}

/** A single joiner inside a script that needs it or between emoji, a single variation selector after a visible character. */
function isWanted(match: string, offset: number, whole: string): boolean {
  const before = whole.charCodeAt(offset - 1);
  if (match >= "\ufe00" && match <= "\ufe0f") {
    return before > 32 && !isInvisible(before) && whole.charCodeAt(offset - 2) !== TAG_PLANE;
  }
  return JOINERS.has(match) && needsJoiner(before) && needsJoiner(whole.charCodeAt(offset + 1));
}

function needsJoiner(code: number): boolean {
  if (code === EMOJI_STYLE) return true;
  return code >= FIRST_JOINED_SCRIPT && !(code >= 0x2000 && code <= 0x206f) && !isInvisible(code);
}

function isInvisible(code: number): boolean {
  return code === TAG_PLANE || SUSPECT.test(String.fromCharCode(code));
}

function toRange(range: string): string {
  return range
    .split("-")
    .map((code) => `\\u${code.padStart(4, "0")}`)
    .join("-");
}
