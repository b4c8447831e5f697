// Questions as test cases of promptfoo, for those who run them there too.
import { stringify } from "yaml";

import type { Expected, Question, StyleRule } from "../../spec/exam.ts";

export type PromptfooExport = {
  readonly text: string;
  /** Parts of questions that promptfoo has no words for. */
  readonly leftOut: readonly { readonly question: string; readonly field: string; readonly reason: string }[];
};

type Assertion = { readonly type: string; readonly value?: unknown };

export function exportPromptfoo(questions: readonly Question[]): PromptfooExport {
  const leftOut = questions.flatMap(left);
  const tests = questions.map(({ id, question, tags, axis, cluster, expected }) => ({
    description: id,
    vars: { question },
    assert: assertionsOf(expected),
    metadata: { axis, cluster, ...(tags.length === 0 ? {} : { tags: tags.join(";") }) },
  }));
  const config = { prompts: ["{{question}}"], tests };
  return { text: stringify(config, { lineWidth: 0, aliasDuplicateObjects: false }), leftOut };
}

function assertionsOf(expected: Expected): readonly Assertion[] {
  const { answers, contains, excludes, number, json, style, label, criteria, unanswerable } = expected;
  return [
    ...(answers === undefined ? [] : [oneOf(answers)]),
    ...(label === undefined ? [] : [{ type: "equals", value: label }]),
    ...(contains ?? []).map((value) => ({ type: "contains", value })),
    ...(excludes ?? []).map((value) => ({ type: "not-contains", value })),
    ...(number === undefined ? [] : [numberNear(number)]),
    ...(json === undefined ? [] : [{ type: "is-json", value: json.schema }]),
    ...(style ?? []).flatMap(styleAssertion),
    ...(criteria ?? []).map((value) => ({ type: "llm-rubric", value })),
    ...(unanswerable === true ? [{ type: "is-refusal" }] : []),
  ];
}

/** Any one of several answers is a list that promptfoo finds anywhere in the output. */
function oneOf(answers: readonly string[]): Assertion {
  const [only] = answers;
  return answers.length === 1 ? { type: "equals", value: only } : { type: "contains-any", value: answers };
}

function numberNear({ value, tolerance }: NonNullable<Expected["number"]>): Assertion {
  const first = "Number(/-?\\d[\\d,]*(?:\\.\\d+)?/.exec(output)?.[0]?.replaceAll(',', ''))";
  return { type: "javascript", value: `Math.abs(${first} - ${value}) <= ${tolerance}` };
}

function styleAssertion(rule: StyleRule): readonly Assertion[] {
  switch (rule.kind) {
    case "words":
      return [{ type: "word-count", value: { min: rule.min ?? 0, max: rule.max ?? 1_000_000 } }];
    case "characters":
      return [
        { type: "javascript", value: `output.length >= ${rule.min ?? 0} && output.length <= ${rule.max ?? 1_000_000}` },
      ];
    case "matches":
    case "does-not-match": {
      const test = `new RegExp(${JSON.stringify(rule.pattern)}, ${JSON.stringify(rule.flags ?? "")}).test(output)`;
      return [{ type: "javascript", value: rule.kind === "matches" ? test : `!${test}` }];
    }
    case "starts-with":
      return [
        { type: "javascript", value: `${cased("output", rule)}.startsWith(${cased(JSON.stringify(rule.text), rule)})` },
      ];
    case "ends-with":
      return [
        { type: "javascript", value: `${cased("output", rule)}.endsWith(${cased(JSON.stringify(rule.text), rule)})` },
      ];
    case "sentences":
      return [];
    default:
      return rule satisfies never;
  }
}

function cased(code: string, { ignoreCase }: { readonly ignoreCase?: boolean }): string {
  return ignoreCase === true ? `${code}.toLowerCase()` : code;
}

function left({ id, history, expected, principals }: Question): PromptfooExport["leftOut"] {
  const { sources, quotes, sql, style, json } = expected;
  const found: readonly (readonly [string, boolean, string])[] = [
    ["principals", true, `promptfoo knows nobody who asks (here ${principals.join(", ")})`],
    ["history", history !== undefined, "write it into the prompt"],
    ["expected.sources", sources !== undefined, "promptfoo does not look at sources"],
    ["expected.quotes", quotes !== undefined, "promptfoo does not look at sources"],
    ["expected.sql", sql !== undefined, "promptfoo runs no queries"],
    ["expected.json.fields", json?.fields !== undefined, "only the schema is checked"],
    ["expected.style", style?.some(({ kind }) => kind === "sentences") === true, "promptfoo counts no sentences"],
  ];
  return found.flatMap(([field, isThere, reason]) => (isThere ? [{ question: id, field, reason }] : []));
}
