// Text that may go to a terminal: ours with its colours, everybody else's with the control characters made harmless.

/** Made only here, so that no text of a document reaches a terminal uncleaned. */
export type Styled = { readonly styled: string };

export type Printable = string | number | Styled;

/** A template whose inserted strings are cleaned to one line; styled parts keep their colours. */
export function line(parts: TemplateStringsArray, ...values: readonly Printable[]): Styled {
  let styled = parts[0] ?? "";
  values.forEach((value, index) => {
    styled += (typeof value === "object" ? value.styled : cleanLine(String(value))) + (parts[index + 1] ?? "");
  });
  return { styled };
}

/** Cleaned text that keeps its line breaks and tabs. */
export function block(text: string): Styled {
  return { styled: cleanText(text) };
}

export function joinStyled(parts: readonly Printable[], separator: string): Styled {
  return { styled: parts.map((part) => line`${part}`.styled).join(separator) };
}

/** Marks text that this program wrote itself, such as its help. */
export function trusted(text: string): Styled {
  return { styled: text };
}

/** How many columns the text takes, colours and links left out. */
export function visibleWidth({ styled }: Styled): number {
  return textWidth(styled.replaceAll(ESCAPES, ""));
}

// why: these are the only sequences that palette.ts writes: colours, and links ended by ST.
// oxlint-disable-next-line no-control-regex
const ESCAPES = /\u001b\[[\d;]*m|\u001b\]8;;[^\u001b]*\u001b\\/gu;
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu;
// Bidirectional overrides and invisible characters can make a line read differently from what it says.
const DECEIVING = /[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** Control characters become visible symbols (ESC is shown as ␛), so that nothing can move the cursor or set a title. */
export function cleanText(text: string): string {
  return text.replaceAll(/\r\n?/gu, "\n").replaceAll(CONTROL, symbolFor).replaceAll(DECEIVING, "");
}

function cleanLine(text: string): string {
  return cleanText(text).replaceAll(/[\n\t]+/gu, " ");
}

function symbolFor(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? "\u2421" : "\ufffd";
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const MARK = /\p{M}/u;

function textWidth(text: string): number {
  let width = 0;
  for (const character of text) if (!MARK.test(character)) width += WIDE.test(character) ? 2 : 1;
  return width;
}
