// What each kind of promptfoo's assertions is as an expectation.
import type { Expected, StyleRule } from "../../../../spec/exam.ts";
import { escapePattern } from "../escape-pattern.ts";
import { isRecord, textsOf } from "../imported.ts";
import type { Part } from "./case-parts.ts";

export type Mapped =
  | { readonly kind: "expected"; readonly expected: Expected; readonly note?: string }
  | { readonly kind: "left-out"; readonly reason: string };

type Mapper = (value: unknown) => Mapped;

function left(reason: string): Mapped {
  return { kind: "left-out", reason };
}

function texts(make: (texts: readonly string[]) => Expected, note?: string): Mapper {
  return (value) => {
    const found = textsOf(value);
    if (found === undefined) return left("it has no text to compare with");
    return { kind: "expected", expected: make(found), ...(note === undefined ? {} : { note }) };
  };
}

function style(...rules: readonly StyleRule[]): Expected {
  return { style: rules };
}

function anyOf(list: readonly string[]): string {
  return list.map((text) => escapePattern(text)).join("|");
}

/** Lists may be written as one text with commas. */
function several(make: (texts: readonly string[]) => Expected): Mapper {
  return (value) => texts(make)(typeof value === "string" ? splitList(value) : value);
}

function splitList(text: string): readonly string[] {
  return text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

const ANY_CASE = "`icontains` became `contains`: whether case counts is up to the metric";

function equals(value: unknown): Mapped {
  if (isRecord(value)) return { kind: "expected", expected: { json: { schema: {}, fields: value } } };
  return texts((answers) => ({ answers }))(value);
}

function isJson(value: unknown): Mapped {
  if (value === undefined || value === null) return { kind: "expected", expected: { json: { schema: {} } } };
  return isRecord(value)
    ? { kind: "expected", expected: { json: { schema: value } } }
    : left("its schema is no object in the file");
}

function wordCount(value: unknown): Mapped {
  if (typeof value === "number")
    return { kind: "expected", expected: style({ kind: "words", min: value, max: value }) };
  const { min, max } = isRecord(value) ? value : {};
  if (typeof min !== "number" && typeof max !== "number") return left("it says no number of words");
  const range = { ...(typeof min === "number" ? { min } : {}), ...(typeof max === "number" ? { max } : {}) };
  return { kind: "expected", expected: style({ kind: "words", ...range }) };
}

const criteria = texts((list) => ({ criteria: list }));

const MAPPERS: Readonly<Record<string, Mapper>> = {
  equals,
  contains: texts((contains) => ({ contains })),
  icontains: texts((contains) => ({ contains }), ANY_CASE),
  "contains-all": several((contains) => ({ contains })),
  "icontains-all": several((contains) => ({ contains })),
  "contains-any": several((list) => style({ kind: "matches", pattern: anyOf(list), flags: "u" })),
  "icontains-any": several((list) => style({ kind: "matches", pattern: anyOf(list), flags: "iu" })),
  "starts-with": texts(([text = ""]) => style({ kind: "starts-with", text })),
  regex: texts(([pattern = ""]) => style({ kind: "matches", pattern })),
  "not-equals": texts(([text = ""]) => style({ kind: "does-not-match", pattern: `^${escapePattern(text)}$` })),
  "not-contains": texts((excludes) => ({ excludes })),
  "not-icontains": texts((excludes) => ({ excludes })),
  "not-contains-any": several((excludes) => ({ excludes })),
  "not-icontains-any": several((excludes) => ({ excludes })),
  "not-starts-with": texts(([text = ""]) => style({ kind: "does-not-match", pattern: `^${escapePattern(text)}` })),
  "not-regex": texts(([pattern = ""]) => style({ kind: "does-not-match", pattern })),
  "is-json": isJson,
  "is-refusal": () => ({ kind: "expected", expected: { unanswerable: true } }),
  "word-count": wordCount,
  "llm-rubric": criteria,
  "g-eval": criteria,
  "model-graded-closedqa": criteria,
  factuality: texts((list) => ({ criteria: list.map((text) => `Agrees with these facts: ${text}`) })),
  "model-graded-factuality": texts((list) => ({ criteria: list.map((text) => `Agrees with these facts: ${text}`) })),
  similar: texts((list) => ({ criteria: list.map((text) => `Means the same as: ${text}`) })),
};

const REASONS: Readonly<Record<string, string>> = {
  javascript: "code is not run on import",
  python: "code is not run on import",
  ruby: "code is not run on import",
  webhook: "an exam calls no addresses",
  latency: "latency is measured for every call; set a bar for it when runs are compared",
  cost: "cost is measured for every call; set a bar for it when runs are compared",
};

/** The expectation, or why there is none. */
export function mapAssert({ value: assertion }: Part): Mapped {
  if (!isRecord(assertion) || typeof assertion["type"] !== "string") return left("it is no assertion with a type");
  const { type, value } = assertion;
  if (typeof value === "string" && /^(?:file|package|https?):\/\//u.test(value)) return left(`it refers to ${value}`);
  const mapper = MAPPERS[type];
  return mapper === undefined ? left(REASONS[type] ?? `nothing here does what \`${type}\` does`) : mapper(value);
}

/** Fields of an assertion that say more than its type and value. */
export function extraFields({ value }: Part): readonly string[] {
  if (!isRecord(value)) return [];
  return Object.keys(value).filter(
    (name) => !["type", "value"].includes(name) && !(name === "weight" && value["weight"] === 1),
  );
}

/** Both together; undefined where one answer cannot fulfil both. */
export function joinExpected(one: Expected, other: Expected): Expected | undefined {
  if (one.answers !== undefined && other.answers !== undefined && one.answers.join("\0") !== other.answers.join("\0"))
    return undefined;
  if (one.json !== undefined && other.json !== undefined && Object.keys(one.json.schema).length > 0) {
    if (Object.keys(other.json.schema).length > 0) return undefined;
    return { ...one, ...other, json: { ...other.json, schema: one.json.schema } };
  }
  const lists = ["contains", "excludes", "criteria"] as const;
  const joined = lists.flatMap((name) => {
    const all = [...new Set([...(one[name] ?? []), ...(other[name] ?? [])])];
    return all.length === 0 ? [] : [[name, all] as const];
  });
  const rules = [...(one.style ?? []), ...(other.style ?? [])];
  return { ...one, ...other, ...Object.fromEntries(joined), ...(rules.length === 0 ? {} : { style: rules }) };
}
