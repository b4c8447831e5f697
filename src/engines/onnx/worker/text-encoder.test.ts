import { expect, test } from "vitest";

import type { Tokenizer } from "./binding.ts";
import { createTextEncoder } from "./text-encoder.ts";

const CODE_OF_A = 97;

/** A tokenizer of letters that frames texts as asked: `a` is 97. */
function letters(
  frame: (one: readonly number[], other: readonly number[] | undefined) => readonly number[],
  types?: (one: number, other: number) => readonly number[],
): Tokenizer {
  const idsOf = (text: string): readonly number[] => text.split("").map((letter) => letter.codePointAt(0) ?? 0);
  return {
    token_to_id: (token) => (token === "<pad>" ? 7 : undefined),
    encode: (text, { add_special_tokens, text_pair }) => {
      const one = idsOf(text);
      if (!add_special_tokens) return { ids: one };
      const other = text_pair === undefined ? undefined : idsOf(text_pair);
      const ids = frame(one, other);
      return types === undefined ? { ids } : { ids, token_type_ids: types(one.length, other?.length ?? 0) };
    },
  };
}

const bert = letters(
  (one, other) => [1, ...one, 2, ...(other === undefined ? [] : [...other, 2])],
  (one, other) => [
    0,
    ...Array.from({ length: one + 1 }, () => 0),
    ...(other === 0 ? [] : Array.from({ length: other + 1 }, () => 1)),
  ],
);
const roberta = letters((one, other) => [0, ...one, 2, ...(other === undefined ? [] : [2, ...other, 2])]);

test("a text that is too long is cut, and the tokens around it stay", () => {
  const { single } = createTextEncoder(bert, 6, undefined);
  expect(single("abcdefgh")).toEqual({ ids: [1, 97, 98, 99, 100, 2], types: [0, 0, 0, 0, 0, 0] });
  expect(single("")).toEqual({ ids: [1, 2], types: [0, 0] });
});

test("of two texts the second gives way, the first takes half of the room at most", () => {
  const { pair } = createTextEncoder(bert, 9, undefined);
  expect(pair("ab", "abcdefgh")).toEqual({
    ids: [1, 97, 98, 2, 97, 98, 99, 100, 2],
    types: [0, 0, 0, 0, 1, 1, 1, 1, 1],
  });
  expect(pair("abcdefgh", "xyz").ids).toEqual([1, 97, 98, 99, 2, 120, 121, 122, 2]);
  expect(pair("abcdefgh", "").ids).toEqual([1, 97, 98, 99, 2, 2]);
});

test("other models frame otherwise", () => {
  const { single, pair } = createTextEncoder(roberta, 20, undefined);
  expect(single("b").ids).toEqual([0, 98, 2]);
  expect(pair("c", "d")).toEqual({ ids: [0, 99, 2, 2, 100, 2], types: [0, 0, 0, 0, 0, 0] });
});

test("a model without special tokens gets its padding for an empty text", () => {
  const { single, padId } = createTextEncoder(
    letters((one, other) => [...one, ...(other ?? [])]),
    4,
    "<pad>",
  );
  expect(padId).toBe(7);
  expect(single("").ids).toEqual([7]);
  expect(single("a").ids).toEqual([CODE_OF_A]);
});
