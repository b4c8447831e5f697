// Takes a reply apart as it comes: text, marks that cite passages, and what would call out when it is shown, which is left out.

export type ReplyToken =
  | { readonly kind: "text"; readonly text: string }
  /** `invented`: how many of its numbers name no passage that was shown. */
  | { readonly kind: "mark"; readonly numbers: readonly number[]; readonly invented: number }
  | { readonly kind: "removed-link" };

export type LexOptions = {
  /** Passages 1 to this were shown. */
  readonly passages: number;
  /** Whether an address stands in what the model was shown: only such a one may be said back. */
  readonly isKnownAddress: (address: string) => boolean;
};

export type Lexed = {
  readonly tokens: readonly ReplyToken[];
  /** What may still become a mark or a link; it comes again with the next piece. */
  readonly rest: string;
};

const DIGITS = "[0-9\\uFF10-\\uFF19]{1,4}";
const LIST = `(?:passages?\\s*)?${DIGITS}(?:\\s*(?:,|;|&|and|to|[-–])\\s*(?:passages?\\s*)?${DIGITS})*`;
const NAMED = "(?:passages?|sources?|documents?|docs?|refs?\\.?|see)\\s*[:#]?\\s*";
const PARTS = {
  code: "```[^]*?```|`[^`\\n]+`",
  image: "!\\[[^\\]\\n]*\\](?:\\([^()\\n]*(?:\\([^()\\n]*\\)[^()\\n]*)*\\)|\\[[^\\]\\n]*\\])",
  definition: "(?<=^|\\n)[ \\t]*\\[[^\\]\\n]+\\]:[ \\t]*[^\\s]*(?:\\/\\/|\\w:)[^\\s]*",
  bracketed: `\\(\\s*[\\[【［]\\s*(?:${NAMED})?\\^?${LIST}\\s*[\\]】］]\\s*\\)|[\\[【［]\\s*(?:${NAMED})?\\^?${LIST}\\s*(?:†[^\\]】］\\n]{0,60})?[\\]】］](?!\\()`,
  linked: "\\[(?<label>[^\\]\\n]*)\\]\\((?<target>[^()\\n]*(?:\\([^()\\n]*\\)[^()\\n]*)*)\\)",
  dangling: "\\]\\([^)\\n]*\\)",
  round: `\\((?:see\\s+)?(?:passages?|sources?)\\s*#?${LIST}\\)`,
  bare: `\\b(?:passages?|sources?)\\s+#?${LIST}(?![\\p{L}\\p{N}])`,
  markup: "<!--[^]*?-->|<\\/?[a-z][^<>]*>",
  address: "(?:\\b[a-z][a-z0-9+.-]*:\\/\\/|\\bwww\\.)[^\\s<>\"'`|\\\\)\\]}]+|\\b(?:data|javascript):[^\\s<>\"'`)\\]}]+",
};
const PATTERN = new RegExp(
  Object.entries(PARTS)
    .map(([name, source]) => `(?<${name}>${source})`)
    .join("|"),
  "giu",
);
/** What may be the beginning of one of them: it is held back until it has ended. */
const OPENING =
  /`{1,2}$|```(?:(?!```)[^])*$|`[^`\n]*$|!?\[[^\]\n]*(?:\](?:\([^)\n]*)?)?$|[【［][^\]】］\n]*$|!$|\((?:\s*(?:s(?:e(?:e(?:\s[^)\n]*)?)?)?|[ps][^)\n]{0,40}|[[【［][^)\n]*))?$|<(?:[!/a-z][^<>]*)?$|(?<![\p{L}\p{N}])(?:passages?|sources?)(?:\s[^.!?\n]{0,12})?$|(?<![\p{L}\p{N}+.-])[\p{L}\p{N}][\p{L}\p{N}+.-]*(?::(?:\/(?:\/[^\s]*)?)?|(?:data|javascript):[^\s]*)?$|\](?:\([^)\n]*)?$|(?:^|\n)[ \t]*\[[^\]\n]+\](?::[ \t]*[^\s]*)?$/iu;
/** What has not ended after so many characters is taken as it stands. */
const MOST_HELD = 2000;

export function lexReply(text: string, { isEnd, ...options }: LexOptions & { readonly isEnd: boolean }): Lexed {
  const tokens: ReplyToken[] = [];
  let from = 0;
  let held = isEnd ? text.length : holdFrom(text, from);
  for (const match of text.matchAll(PATTERN)) {
    const end = match.index + match[0].length;
    if (!isEnd && end === text.length && mayGoOn(match)) held = Math.min(held, match.index);
    if (match.index > held || (match.index === held && end === text.length && mayGoOn(match) && !isEnd)) break;
    addText(tokens, text.slice(from, match.index));
    tokens.push(...tokensOf(match, options));
    from = end;
    held = isEnd ? text.length : holdFrom(text, from);
  }
  addText(tokens, text.slice(from, held));
  return { tokens, rest: text.slice(held) };
}

/** At the very end, `[1]` may become a link, `passage 1` passage 12, an address longer. */
function mayGoOn({ 0: matched, groups }: RegExpExecArray): boolean {
  return /[\]\p{L}\p{N}]$/u.test(matched) || groups?.["address"] !== undefined || groups?.["definition"] !== undefined;
}

function holdFrom(text: string, from: number): number {
  const opening = OPENING.exec(text.slice(from));
  if (opening === null || text.length - from - opening.index > MOST_HELD) return text.length;
  return from + opening.index;
}

function tokensOf(match: RegExpExecArray, options: LexOptions): readonly ReplyToken[] {
  const { code, bracketed, round, bare, linked, label = "", target = "", dangling, address } = match.groups ?? {};
  if (code !== undefined) return [{ kind: "text", text: code }];
  const mark = bracketed ?? round ?? bare;
  if (mark !== undefined) return [markOf(mark, options)];
  if (linked !== undefined) {
    const isKnown = options.isKnownAddress(target.trim().split(/\s/u)[0] ?? "");
    const text: ReplyToken = { kind: "text", text: isKnown ? `${label} (${target})` : label };
    return isKnown ? [text] : [text, { kind: "removed-link" }];
  }
  if (address !== undefined) {
    const [, bareAddress = address, marks = ""] = /^(.*?)([.,;:!?]*)$/u.exec(address) ?? [];
    if (options.isKnownAddress(bareAddress)) return [{ kind: "text", text: address }];
    return [{ kind: "removed-link" }, { kind: "text", text: `(link removed)${marks}` }];
  }
  if (dangling !== undefined) return [{ kind: "text", text: "]" }, { kind: "removed-link" }];
  const image = /^!\[([^\]]*)\]/u.exec(match[0])?.[1];
  return image === undefined ? [{ kind: "removed-link" }] : [{ kind: "text", text: image }, { kind: "removed-link" }];
}

function markOf(mark: string, { passages }: LexOptions): ReplyToken {
  const list = mark.split("†")[0] ?? "";
  const numbers = new Set<number>();
  let invented = 0;
  for (const [, from = "", to] of list.matchAll(RANGE)) {
    const first = plainNumber(from);
    const last = to === undefined ? first : Math.min(plainNumber(to), first + MOST_IN_RANGE);
    for (let number = first; number <= last; number += 1) {
      if (number >= 1 && number <= passages) numbers.add(number);
      else invented += 1;
    }
  }
  return { kind: "mark", numbers: [...numbers], invented };
}

const RANGE = new RegExp(`(${DIGITS})(?:\\s*(?:[-–]|to)\\s*(${DIGITS}))?`, "giu");
const MOST_IN_RANGE = 20;

function plainNumber(digits: string): number {
  return Number(digits.replaceAll(/[０-９]/gu, (digit) => String(digit.charCodeAt(0) - 0xff10)));
}

function addText(tokens: ReplyToken[], text: string): void {
  if (text !== "") tokens.push({ kind: "text", text });
}
