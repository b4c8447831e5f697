// Takes out of a text what nobody can see: control, zero-width, direction and tag characters can hide instructions.

export type TextCleaner = {
  /** One line end everywhere, nothing invisible, no half surrogate pairs. */
  clean(text: string): string;
  warnings(): readonly string[];
};

/**
 * Code units that are looked at, in hexadecimal: controls, soft hyphen, fillers, zero-width and direction marks, line
 * separators, variation selectors, byte order mark, annotation marks, and the first halves of tags and of invisible
 * musical marks. Most are removed; a few are kept where scripts need them.
 */
const SUSPECTS = (
  "00-08 0b-1f 7f-9f ad-ad 34f-34f 61c-61c 115f-1160 17b4-17b5 180b-180f 200b-200f 2028-202e 2060-206f 3164-3164 " +
  "fe00-fe0f feff-feff ffa0-ffa0 fff0-fffb db40-db40 d834-d834"
).split(" ");

const IS_SUSPECT = suspectTable();
const LINE_ENDS = new Set([0x0b, 0x0c, 0x0d, 0x85, 0x2028, 0x2029]);
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SOFT_HYPHEN = 0xad;
const BYTE_ORDER_MARK = 0xfeff;
const EMOJI_STYLE = 0xfe0f;
const TAG_PLANE = 0xdb40;
const MUSIC_PLANE = 0xd834;
const FIRST_JOINED_SCRIPT = 0x0600;

type Verdict = { readonly length: number; readonly text: string; readonly removed: number };

const LINE_END: Verdict = { length: 1, text: "\n", removed: 0 };
const WINDOWS_LINE_END: Verdict = { length: 2, text: "\n", removed: 0 };
const UNNOTICED: Verdict = { length: 1, text: "", removed: 0 };
const REMOVED: Verdict = { length: 1, text: "", removed: 1 };
const REMOVED_PAIR: Verdict = { length: 2, text: "", removed: 1 };

/** Cleans the parts of one document and counts what it took out. */
export function createTextCleaner(): TextCleaner {
  let removed = 0;
  return {
    clean(text) {
      const formed = text.isWellFormed() ? text : text.toWellFormed();
      const kept: string[] = [];
      let from = 0;
      for (let index = 0; index < formed.length; index += 1) {
        if (IS_SUSPECT[formed.charCodeAt(index)] === 0) continue;
        const verdict = judge(formed, index);
        if (verdict === undefined) continue;
        kept.push(formed.slice(from, index), verdict.text);
        removed += verdict.removed;
        from = index + verdict.length;
        index = from - 1;
      }
      return from === 0 ? formed : kept.join("") + formed.slice(from);
    },
    warnings: () => (removed === 0 ? [] : [`${removed} invisible or control characters were removed.`]),
  };
}

/** What becomes of a suspect; undefined when it stays. */
function judge(text: string, index: number): Verdict | undefined {
  const code = text.charCodeAt(index);
  const next = text.charCodeAt(index + 1);
  if (code === CARRIAGE_RETURN && next === LINE_FEED) return WINDOWS_LINE_END;
  if (LINE_ENDS.has(code)) return LINE_END;
  if (code === SOFT_HYPHEN || (code === BYTE_ORDER_MARK && index === 0)) return UNNOTICED;
  if (code === TAG_PLANE) return REMOVED_PAIR;
  if (code === MUSIC_PLANE) return next >= 0xdd73 && next <= 0xdd7a ? REMOVED_PAIR : undefined;
  return isWanted(text, index) ? undefined : REMOVED;
}

/** A single joiner inside a script that needs it or between emoji, a single variation selector after a visible character. */
function isWanted(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  const before = text.charCodeAt(index - 1);
  if (code >= 0xfe00 && code <= EMOJI_STYLE) {
    return before > 32 && IS_SUSPECT[before] === 0 && text.charCodeAt(index - 2) !== TAG_PLANE;
  }
  return (code === 0x200c || code === 0x200d) && needsJoiner(before) && needsJoiner(text.charCodeAt(index + 1));
}

function needsJoiner(code: number): boolean {
  if (code === EMOJI_STYLE) return true;
  return code >= FIRST_JOINED_SCRIPT && !(code >= 0x2000 && code <= 0x206f) && IS_SUSPECT[code] === 0;
}

function suspectTable(): Uint8Array {
  const table = new Uint8Array(65_536);
  for (const range of SUSPECTS) {
    const [first = 0, last = 0] = range.split("-").map((code) => Number.parseInt(code, 16));
    table.fill(1, first, last + 1);
  }
  return table;
}
