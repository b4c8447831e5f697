// What a right answer is, line by line.
import { markup, type Html } from "../../core/page/markup.ts";
import type { Expected, StyleRule } from "../../spec/exam.ts";

export function expectedList(expected: Expected): Html {
  const lines = linesOf(expected);
  const told = lines.length === 0 ? [["Expected", "not told: it rests on a document that you may not read"]] : lines;
  return markup`<dl class="e">${told.map(([name = "", text = ""]) => markup`<dt>${name}<dd>${text}`)}</dl>`;
}

function linesOf(expected: Expected): readonly (readonly [string, string])[] {
  const { number, json, sql, label } = expected;
  return [
    ...(expected.unanswerable === true
      ? [["Expected", "no answer: the documents that the asker may read do not say it"] as const]
      : []),
    ...listed("Accepted", expected.answers, " | "),
    ...listed("Must contain", expected.contains, "; "),
    ...listed("Must not contain", expected.excludes, "; "),
    ...(number === undefined ? [] : [["Number", numberText(number)] as const]),
    ...(label === undefined ? [] : [["Label", label] as const]),
    ...(json === undefined ? [] : [["JSON", JSON.stringify(json.fields ?? json.schema)] as const]),
    ...(sql === undefined ? [] : [["SQL", sql.queries.join(" | ")] as const]),
    ...listed("Style", expected.style?.map(styleText), "; "),
    ...listed("Criteria", expected.criteria, "; "),
    ...listed(
      "Quotes",
      expected.quotes?.map((quote) => `“${quote}”`),
      " ",
    ),
    ...listed("Sources", expected.sources, ", "),
  ];
}

function listed(
  name: string,
  texts: readonly string[] | undefined,
  separator: string,
): readonly (readonly [string, string])[] {
  return texts === undefined || texts.length === 0 ? [] : [[name, texts.join(separator)]];
}

function numberText({ value, tolerance }: NonNullable<Expected["number"]>): string {
  return tolerance === 0 ? String(value) : `${value} ± ${tolerance}`;
}

function styleText(rule: StyleRule): string {
  if ("text" in rule) return `${rule.kind.replace("-", " ")} “${rule.text}”`;
  if ("pattern" in rule) return `${rule.kind.replaceAll("-", " ")} /${rule.pattern}/${rule.flags ?? ""}`;
  const { min, max } = rule;
  if (min === undefined) return `at most ${max ?? "any number of"} ${rule.kind}`;
  return max === undefined ? `at least ${min} ${rule.kind}` : `${min} to ${max} ${rule.kind}`;
}
