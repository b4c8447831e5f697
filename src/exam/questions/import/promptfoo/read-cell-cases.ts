// Test cases in promptfoo's CSV: a column for each variable, and columns with two underscores for the rest.
import { parseJson } from "../../../../core/parse-json.ts";
import type { CsvRecord } from "../../../../core/read-records.ts";
import type { Part, TestCase } from "./case-parts.ts";

export function cellCase(file: string, header: readonly string[], { line, cells }: CsvRecord): TestCase {
  const parts = header.map((name, index) => ({
    name: name.trim(),
    file,
    line,
    field: name.trim(),
    value: cells[index] ?? "",
  }));
  const filled = parts.filter(({ value }) => value.trim() !== "");
  const isExpected = (name: string): boolean => /^__expected\d*$/u.test(name);
  const others = filled.filter(
    ({ name }) => name.startsWith("__") && !isExpected(name) && !isMetadata(name) && name !== "__description",
  );
  const surplus = cells.slice(header.length).map((value): Part => ({ file, line, field: "", value }));
  return {
    at: { file, line, field: "" },
    description: filled.find(({ name }) => name === "__description")?.value,
    vars: filled.filter(({ name }) => !name.startsWith("__")),
    asserts: filled.filter(({ name }) => isExpected(name)).map((one) => ({ ...one, value: assertionIn(one.value) })),
    metadata: Object.fromEntries(
      filled.filter(({ name }) => isMetadata(name)).map(({ name, value }) => [name.slice("__metadata:".length), value]),
    ),
    others: [...others, ...surplus],
  };
}

function isMetadata(name: string): boolean {
  return name.startsWith("__metadata:");
}

const TYPED = /^\s*(?<type>not-[a-z-]+|[a-z]+(?:-[a-z]+)*)(?:\((?<threshold>[\d.]+)\))?\s*(?::\s*(?<value>[\s\S]*))?$/u;
const SHORT: Readonly<Record<string, string>> = { grade: "llm-rubric", fn: "javascript", eval: "javascript" };
const TYPES =
  /^(?:not-)?(?:equals|i?contains(?:-any|-all|-json|-sql)?|starts-with|regex|is-[a-z]+|similar|llm-rubric|grade|fn|eval|javascript|python|webhook|factuality|model-graded-[a-z]+|g-eval|rouge-n|bleu|gleu|meteor|levenshtein|latency|cost|perplexity|answer-relevance|context-[a-z]+|word-count|moderation|classifier)$/u;

/** `contains: Paris`, `similar(0.8): …`, or the very text that is wanted. */
function assertionIn(cell: string): unknown {
  const { type = "", threshold, value } = TYPED.exec(cell)?.groups ?? {};
  const isTyped = TYPES.test(type) && (value !== undefined || type.includes("is-"));
  if (!isTyped) return { type: "equals", value: cell };
  return {
    type: SHORT[type] ?? type,
    ...(value === undefined ? {} : { value: value.startsWith("{") ? jsonOr(value) : value }),
    ...(threshold === undefined ? {} : { threshold: Number(threshold) }),
  };
}

function jsonOr(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    // why: a text that begins with a brace and is no JSON is a text.
    return text;
  }
}
