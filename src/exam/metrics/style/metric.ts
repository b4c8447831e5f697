// Style rules: the answer keeps all of them; the detail names those that it breaks.
import type { StyleRule } from "../../../spec/exam.ts";
import type { MetricMaker } from "../metric-maker.ts";
import { failed, metricOf, passed } from "../score-answer.ts";
import { testPattern } from "./test-pattern.ts";

/** What is longer than this is not looked through to its end. */
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
        const held = holdTo(answer.text.slice(0, MOST_CHARACTERS), rule);
        if (held.kind === "unusable") return failed(`the rule "${nameOf(rule)}" cannot be used: ${held.reason}`);
        if (!held.keeps) broken.push(nameOf(rule));
      }
      return passed(broken.length === 0, `broken: ${broken.join("; ")}`);
    },
  });

type Held = { readonly kind: "held"; readonly keeps: boolean } | { readonly kind: "unusable"; readonly reason: string };

function holdTo(text: string, rule: StyleRule): Held {
  if ("text" in rule) return { kind: "held", keeps: touches(text.trim(), rule) };
  if (!("pattern" in rule)) return { kind: "held", keeps: isWithin(countOf(text.trim(), rule.kind), rule) };
  const tested = testPattern(text, rule);
  if (tested.kind === "unusable") return tested;
  return { kind: "held", keeps: tested.matches === (rule.kind === "matches") };
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

function touches(text: string, { kind, text: edge, ignoreCase = false }: Edge): boolean {
  const [whole, part] = ignoreCase ? [text.toLowerCase(), edge.toLowerCase()] : [text, edge];
  return kind === "starts-with" ? whole.startsWith(part) : whole.endsWith(part);
}

function nameOf(rule: StyleRule): string {
  if ("text" in rule) return `${rule.kind} ${JSON.stringify(rule.text)}`;
  if ("pattern" in rule) return `${rule.kind} /${rule.pattern}/`;
  return `${rule.kind} ${rule.min ?? 0} to ${rule.max ?? "any number"}`;
}
