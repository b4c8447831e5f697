// A number with tolerance: one of the numbers in the answer is the expected one, whatever its separators and percent signs.
import type { MetricMaker } from "../metric-maker.ts";
import { failed, metricOf, passed } from "../score-answer.ts";
import { type FoundNumber, readNumbers } from "./read-numbers.ts";

/** An answer with more numbers than this has not decided on one. */
const MOST_NUMBERS = 12;
/** What is left of a sum of decimals, such as 0.1 + 0.2, is no difference. */
const ROUNDING = 1e-9;

export const number: MetricMaker = () =>
  metricOf({
    name: "number",
    needs: ["number"],
    unit: "share",
    better: "higher",
    scoreAnswered: ({ answer, expected }) => {
      if (expected.number === undefined) return failed("the question expects no number");
      const { value, tolerance } = expected.number;
      const found = readNumbers(answer.text);
      if (found.length > MOST_NUMBERS) return passed(false, `${found.length} numbers, more than ${MOST_NUMBERS}`);
      const isNear = found.some((each) => isWithin(each, { value, tolerance }));
      return passed(isNear, `found: ${found.map((each) => each.value).join("; ") || "no number"}`);
    },
  });

function isWithin(
  { value, isPercent }: FoundNumber,
  wanted: { readonly value: number; readonly tolerance: number },
): boolean {
  const slack = wanted.tolerance + ROUNDING * Math.max(1, Math.abs(wanted.value));
  const candidates = isPercent ? [value, value / 100] : [value];
  return candidates.some((candidate) => Math.abs(candidate - wanted.value) <= slack);
}
