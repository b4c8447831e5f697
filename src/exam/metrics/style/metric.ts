// Style rules: the answer keeps all of them; the detail names those that it breaks.
import type { StyleRule } from "../../../spec/exam.ts";
import type { MetricMaker } from "../metric-maker.ts";
import { failed, metricOf, passed } from "../score-answer.ts";

/** A pattern may take long on long texts; what is longer than this is not looked through. */
const MOST_CHARACTERS = 50_000;

export const style: MetricMaker = () =>
  metricOf({
    name: "style",
    needs: ["style"],
    unit: "share",
    better: "higher",
    scoreAnswered: ({ answer, expected }) => {
      const rules = expected.style ?? [];
      const broken: string[] = [];
      for (const rule of rules) {
        const kept = keeps(answer.text.slice(0, MOST_CHARACTERS), rule);
        if (kept === "unreadable") return failed(`the question's rule cannot be used: ${JSON.stringify(rule)}`);
        if (!kept) broken.push(nameOf(rule));
      }
      return passed(broken.length === 0, `broken: ${broken.join("; ")}`);
    },
  });

function keeps(text: string, rule: StyleRule): boolean | "unreadable" {
  if ("text" in rule) return touches(text.trim(), rule);
  if ("pattern" in rule) return fits(text, rule);
  return isWithin(countOf(text.trim(), rule.kind), rule);
}

function isWithin(count: number, { min = 0, max = Number.POSITIVE_INFINITY }: { min?: number; max?: number }): boolean {
  return count >= min && count <= max;
}

const GRANULARITY = { words: "word", sentences: "sentence", characters: "grapheme" } as const;

/** By Unicode's rules of where words and sentences end and of what people see as one character. */
function countOf(text: string, unit: keyof typeof GRANULARITY): number {
  const segments = [...new Intl.Segmenter("en", { granularity: GRANULARITY[unit] }).segment(text)];
  if (unit === "words") return segments.filter(({ isWordLike }) => isWordLike === true).length;
  if (unit === "characters") return segments.length;
  return segments.filter(({ segment }) => /[\p{L}\p{N}]/u.test(segment)).length;
}

type Edge = Extract<StyleRule, { readonly kind: "starts-with" | "ends-with" }>;
type Pattern = Extract<StyleRule, { readonly kind: "matches" | "does-not-match" }>;

function touches(text: string, { kind, text: edge, ignoreCase = false }: Edge): boolean {
  const [whole, part] = ignoreCase ? [text.toLowerCase(), edge.toLowerCase()] : [text, edge];
  return kind === "starts-with" ? whole.startsWith(part) : whole.endsWith(part);
}

function fits(text: string, { kind, pattern, flags = "u" }: Pattern): boolean | "unreadable" {
  try {
    return new RegExp(pattern, flags.replaceAll(/[gy]/gu, "")).test(text) === (kind === "matches");
  } catch (error) {
    if (error instanceof SyntaxError) return "unreadable";
    throw error;
  }
}

function nameOf(rule: StyleRule): string {
  if ("text" in rule) return `${rule.kind} ${JSON.stringify(rule.text)}`;
  if ("pattern" in rule) return `${rule.kind} /${rule.pattern}/`;
  return `${rule.kind} ${rule.min ?? 0} to ${rule.max ?? "any number"}`;
}
