// Scores one reply of an exam: right, wrong or refused; cited right; valid by the house style. Deterministic, no model.
import { type HouseStyle, houseStyleFaults } from "./house-style.ts";
import { REFUSAL } from "./reading-prompt.ts";

export type ExpectedReply = {
  /** For each value that the reply must hold, its accepted spellings. */
  readonly answers: readonly (readonly string[])[];
  readonly refuse: boolean;
  readonly cites: readonly number[];
  readonly house?: HouseStyle;
};

export type ReplyScore = {
  readonly verdict: "right" | "wrong" | "refused";
  /** The verdict is the one that was wanted: a right answer, or a refusal where the passages do not say. */
  readonly asExpected: boolean;
  /** Exactly the passages that say it are cited; absent where there is nothing to cite. */
  readonly cited?: boolean;
  /** Absent where no house style was asked for. */
  readonly houseValid?: boolean;
};

export function scoreReply(reply: string, expected: ExpectedReply): ReplyScore {
  const verdict = verdictOf(reply, expected);
  const cites = citedPassages(reply);
  return {
    verdict,
    asExpected: verdict === (expected.refuse ? "refused" : "right"),
    ...(expected.cites.length === 0 ? {} : { cited: sameNumbers(cites, expected.cites) }),
    ...(expected.house === undefined
      ? {}
      : { houseValid: houseStyleFaults(expected.house, reply.trim()).length === 0 }),
  };
}

function verdictOf(reply: string, { answers }: ExpectedReply): ReplyScore["verdict"] {
  if (isRefusal(reply)) return "refused";
  return answers.length > 0 && answers.every((spellings) => spellings.some((value) => holds(reply, value)))
    ? "right"
    : "wrong";
}

/** True when the reply says that it does not know, whichever apostrophe it uses. */
export function isRefusal(reply: string): boolean {
  const text = plain(reply);
  return (
    text.includes(plain(REFUSAL).slice(0, -1)) || text.includes("do not know") || text.includes('"status":"missing"')
  );
}

/** Numbers in brackets, each once, in order; in a JSON reply the field `source`. */
export function citedPassages(reply: string): readonly number[] {
  const inBrackets = [...reply.matchAll(/\[(\d{1,3})\]/gu)].map(([, number]) => Number(number));
  const inJson = [...reply.matchAll(/"source":\s*(\d{1,3})\b/gu)].map(([, number]) => Number(number));
  return [...new Set([...inBrackets, ...inJson])].toSorted((one, other) => one - other);
}

function sameNumbers(found: readonly number[], wanted: readonly number[]): boolean {
  return found.join() === [...new Set(wanted)].toSorted((one, other) => one - other).join();
}

/** The value stands in the reply on its own: `48` does not stand in `148`, nor `Velora` in `Velorana`. */
function holds(reply: string, value: string): boolean {
  const text = plain(reply);
  const wanted = plain(value);
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (!joins(text.charAt(at - 1), wanted.charAt(0)) && !continues(text.slice(at + wanted.length), wanted))
      return true;
  }
  return false;
}

const WORD = /[\p{L}\p{N}]/u;

function joins(one: string, other: string): boolean {
  return WORD.test(one) && WORD.test(other);
}

/** `3` followed by `.5` or `,000` is another number. */
function continues(rest: string, wanted: string): boolean {
  if (joins(wanted.slice(-1), rest.charAt(0))) return true;
  return /\d$/u.test(wanted) && /^[.,:/-]\d/u.test(rest);
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll("’", "'").replaceAll(/\s+/gu, " ");
}
