// Foreign text made harmless to look at: nothing invisible in it, nothing that turns the direction of what stands around it.

// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/gu;
/** Direction marks, invisible signs, the plane of tags, variation selectors that hide data, fillers that look like nothing. */
const DECEIVING =
  /[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]|\u034f/gu;
/** No script stacks so many marks on one letter; a text that does so covers its neighbours. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;

/** Control characters become visible symbols (ESC is shown as ␛), deceiving ones go; letters of every script stay. */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/gu, "\n")
    .replaceAll(CONTROL, symbolFor)
    .replaceAll(DECEIVING, "")
    .replaceAll(STACKED_MARKS, "$1");
}

function symbolFor(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? "\u2421" : "\ufffd";
}
