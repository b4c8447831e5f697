// Cuts a text to what a model reads of it.
import { createTokenCounter } from "../../core/estimate-tokens.ts";

/** What is sent in place of a blank text, which several servers refuse. */
const BLANK = ".";

/** The beginning of the text that has about this many tokens, cut between characters. */
export function cutText(text: string, maxTokens: number): string {
  if (text.trim() === "") return BLANK;
  const whole = text.toWellFormed();
  if (whole.length <= maxTokens) return whole;
  const count = createTokenCounter(whole);
  if (count(0, whole.length) <= maxTokens) return whole;
  let [low, high] = [0, whole.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (count(0, middle) <= maxTokens) low = middle;
    else high = middle;
  }
  return whole.slice(0, isLowSurrogate(whole, low) ? low - 1 : low);
}

/** The first half of a text that turned out to be too long all the same. */
export function halveText(text: string): string {
  const half = text.length >> 1;
  return text.slice(0, isLowSurrogate(text, half) ? half - 1 : half);
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc_00 && code <= 0xdf_ff;
}
