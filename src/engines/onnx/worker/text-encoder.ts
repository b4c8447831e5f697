// Texts to token ids, cut to what the model takes in without losing the tokens that it wants around them.
import type { Tokenizer } from "./binding.ts";

export type EncodedText = {
  readonly ids: readonly number[];
  /** Which of two texts a token is of. */
  readonly types: readonly number[];
};

export type TextEncoder = {
  readonly padId: number;
  readonly single: (text: string) => EncodedText;
  /** What does not fit is cut off the second text; the first has half of the room at most. */
  readonly pair: (first: string, second: string) => EncodedText;
};

/** The tokens that stand before, between and behind texts. */
type Frame = { readonly before: Part; readonly between: Part; readonly behind: Part; readonly secondType: number };
type Part = { readonly ids: readonly number[]; readonly types: readonly number[] };

const FIRST = "a";
const SECOND = "b";

export function createTextEncoder(tokenizer: Tokenizer, maxTokens: number, padToken: string | undefined): TextEncoder {
  const single = learnFrame(tokenizer, undefined);
  const pair = learnFrame(tokenizer, SECOND);
  const padId = padToken === undefined ? 0 : (tokenizer.token_to_id(padToken) ?? 0);
  const bare = (text: string): readonly number[] => tokenizer.encode(text, { add_special_tokens: false }).ids;
  return {
    padId,
    single: (text) => {
      const room = Math.max(1, maxTokens - size(single));
      const ids = bare(text).slice(0, room);
      return nonEmpty(frame(single, ids, []), padId);
    },
    pair: (first, second) => {
      const room = Math.max(2, maxTokens - size(pair));
      const one = bare(first).slice(0, Math.floor(room / 2));
      const other = bare(second).slice(0, room - one.length);
      return nonEmpty(frame(pair, one, other), padId);
    },
  };
}

/** A model without special tokens has nothing to look at in an empty text. */
function nonEmpty(text: EncodedText, padId: number): EncodedText {
  return text.ids.length > 0 ? text : { ids: [padId], types: [0] };
}

function size({ before, between, behind }: Frame): number {
  return before.ids.length + between.ids.length + behind.ids.length;
}

function frame(
  { before, between, behind, secondType }: Frame,
  one: readonly number[],
  other: readonly number[],
): EncodedText {
  return {
    ids: [...before.ids, ...one, ...between.ids, ...other, ...behind.ids],
    types: [...before.types, ...one.map(() => 0), ...between.types, ...other.map(() => secondType), ...behind.types],
  };
}

/** How the tokenizer frames a text, or two, seen on the shortest ones that there are. */
function learnFrame(tokenizer: Tokenizer, second: string | undefined): Frame {
  const whole = tokenizer.encode(FIRST, {
    add_special_tokens: true,
    return_token_type_ids: true,
    ...(second === undefined ? {} : { text_pair: second }),
  });
  const one = tokenizer.encode(FIRST, { add_special_tokens: false }).ids;
  const other = second === undefined ? [] : tokenizer.encode(second, { add_special_tokens: false }).ids;
  const types = whole.token_type_ids ?? whole.ids.map(() => 0);
  const from = indexOf(whole.ids, one, 0);
  const to = from + one.length;
  const next = second === undefined ? to : indexOf(whole.ids, other, to);
  const part = (start: number, end: number): Part => ({
    ids: whole.ids.slice(start, end),
    types: types.slice(start, end),
  });
  return {
    before: part(0, from),
    between: part(to, next),
    behind: part(next + other.length, whole.ids.length),
    secondType: second === undefined ? 0 : (types[next] ?? 0),
  };
}

/** Where the run of ids begins; at the given place when it is nowhere. */
function indexOf(ids: readonly number[], run: readonly number[], from: number): number {
  for (let at = from; at + run.length <= ids.length; at++)
    if (run.every((id, index) => ids[at + index] === id)) return at;
  return from;
}
