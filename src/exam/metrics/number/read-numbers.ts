// The numbers that stand in a text, with thousands separators of several countries, percent signs and words for millions.

export type FoundNumber = {
  readonly value: number;
  /** With a percent sign or its word: 12 % is also 0.12. */
  readonly isPercent: boolean;
};

const BLANK = "[ \\u00a0\\u202f\\u2009]";
const SCALES: Readonly<Record<string, number>> = {
  thousand: 1e3,
  k: 1e3,
  million: 1e6,
  millions: 1e6,
  mio: 1e6,
  billion: 1e9,
  billions: 1e9,
  bn: 1e9,
  trillion: 1e12,
};
const GROUPED = `\\d{1,3}(?:(?:,\\d{3})+|(?:\\.\\d{3})+|(?:['\\u2019]\\d{3})+|(?:${BLANK}\\d{3})+)(?!\\d)`;
const NUMBER = new RegExp(
  `(?<![\\p{L}\\p{Nd}_]|\\p{Nd}[.,])(?<sign>[-\\u2212+])?(?:[$\\u20ac\\u00a3\\u00a5]${BLANK}?)?(?<whole>${GROUPED}|\\d+)?(?<part>[.,]\\d+)?(?<power>[eE][-+]?\\d+)?` +
    `(?:${BLANK}?(?<percent>%|percent\\b|per cent\\b)|(?<scale>k|${BLANK}?(?:thousand|millions?|billions?|trillion|mio|bn))(?![\\p{L}\\p{Nd}]))?`,
  "giu",
);

/** Numbers inside of words (S3, A4) are none; ambiguous ones such as 1.234 are read both ways. */
export function readNumbers(text: string): readonly FoundNumber[] {
  const found: FoundNumber[] = [];
  for (const match of text.matchAll(NUMBER)) {
    const { sign = "", whole = "", part = "", power = "", percent, scale } = match.groups ?? {};
    if (whole === "" && part === "") continue;
    if (/[\p{L}_]/u.test(text[match.index + match[0].length] ?? "") && scale === undefined && percent === undefined) {
      if (!isUnit(text.slice(match.index + match[0].length))) continue;
    }
    const factor = (sign === "-" || sign === "\u2212" ? -1 : 1) * (SCALES[scale?.trim().toLowerCase() ?? ""] ?? 1);
    for (const plain of readings(whole, part)) {
      const value = Number(`${plain}${power}`) * factor;
      if (Number.isFinite(value)) found.push({ value, isPercent: percent !== undefined });
    }
  }
  return found;
}

/** 30mg and 49EUR are numbers with a unit; 3rd and 4x4 are not. */
function isUnit(rest: string): boolean {
  return /^[\p{L}\u00b5\u00b0]{1,4}(?![\p{L}\p{Nd}])/u.test(rest) && !/^(?:st|nd|rd|th|er|x)(?!\p{L})/iu.test(rest);
}

/** The number as JavaScript writes it; two where a single group of three may be thousands or decimals. */
function readings(whole: string, part: string): readonly string[] {
  const separators = [...new Set(whole.replaceAll(/\d/gu, ""))];
  const digits = whole.replaceAll(/\D/gu, "");
  const decimals = part === "" ? "" : `.${part.slice(1)}`;
  const [separator] = separators;
  const isSingleGroup = part === "" && separators.length === 1 && whole.length === digits.length + 1;
  if (isSingleGroup && (separator === "," || separator === ".")) {
    return [digits, whole.replace(separator, ".")];
  }
  return [`${digits === "" ? "0" : digits}${decimals}`];
}
