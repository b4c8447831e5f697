// Finds the test cases of a promptfoo configuration, in it and in the files that it refers to.
import { readRecords } from "../../../../core/read-records.ts";
import type { FieldPath, Place } from "../../raw-record.ts";
import { fieldName } from "../../raw-record.ts";
import { readYaml } from "../../read-yaml.ts";
import { type Collector, type ImportFile, isRecord } from "../imported.ts";
import { leave, type Part, type TestCase } from "./case-parts.ts";
import { cellCase } from "./read-cell-cases.ts";

type Reading = {
  readonly file: string;
  readonly placeOf: (path: FieldPath) => Place;
  readonly collector: Collector;
  readonly readFile: ((path: string) => string | undefined) | undefined;
  readonly defaults: Defaults;
};

type Defaults = Pick<TestCase, "vars" | "asserts" | "metadata" | "others">;

const NO_DEFAULTS: Defaults = { vars: [], asserts: [], metadata: {}, others: [] };

export type Cases = { readonly cases: readonly TestCase[]; readonly prompts: readonly string[] };

export function readCases(file: ImportFile, collector: Collector, readFile: Reading["readFile"]): Cases {
  if (/\.csv$/iu.test(file.name)) return { cases: csvCases(file, collector, NO_DEFAULTS), prompts: [] };
  const { value, placeOf, mistakes } = readYaml(file.name, file.text);
  for (const { message, ...at } of mistakes) collector.leftOut.push({ ...at, reason: message });
  const reading = { file: file.name, placeOf, collector, readFile, defaults: NO_DEFAULTS };
  if (Array.isArray(value)) return { cases: listed(value, [], reading), prompts: [] };
  if (!isRecord(value)) return { cases: [], prompts: [] };
  const { tests, defaultTest, prompts } = value;
  const defaults = isRecord(defaultTest) ? partsOf(defaultTest, ["defaultTest"], reading) : NO_DEFAULTS;
  if (typeof defaultTest === "string")
    collector.leftOut.push(leave(part(reading, ["defaultTest"], defaultTest), "it stands in another file"));
  for (const name of Object.keys(value)) {
    if (!["tests", "defaultTest", "description"].includes(name))
      collector.leftOut.push(leave(part(reading, [name], value[name]), REASONS[name] ?? "it is no part of a question"));
  }
  const list: readonly unknown[] = Array.isArray(tests) ? tests : tests === undefined ? [] : [tests];
  const base: FieldPath = Array.isArray(tests) ? ["tests"] : [];
  const cases = listed(list, base, { ...reading, defaults }, Array.isArray(tests) ? undefined : ["tests"]);
  return { cases, prompts: inline(prompts) };
}

const REASONS: Readonly<Record<string, string>> = {
  prompts: "prompts are templates of arms; write one there",
  providers: "models are named by the arms of a run",
  scenarios: "scenarios are not taken over; write their cases out below `tests`",
};

/** Prompts that stand in the file itself. */
function inline(prompts: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(prompts) ? prompts : [prompts];
  return list
    .filter((one) => typeof one === "string")
    .filter((one) => !/^(?:file|https?):\/\/|\.(?:txt|json|ya?ml|js|py)$/u.test(one));
}

function listed(list: readonly unknown[], base: FieldPath, reading: Reading, only?: FieldPath): readonly TestCase[] {
  return list.flatMap((item, index) => {
    const path = only ?? [...base, index];
    if (typeof item === "string") return referred(part(reading, path, item), reading);
    if (isRecord(item)) return [oneCase(item, path, reading)];
    reading.collector.leftOut.push(leave(part(reading, path, item), "it is no test case"));
    return [];
  });
}

function referred(at: Part, reading: Reading): readonly TestCase[] {
  const path = String(at.value).replace(/^file:\/\//u, "");
  const text = /^[a-z]+:\/\//u.test(path) || /[*:]/u.test(path) ? undefined : reading.readFile?.(path);
  if (text === undefined) {
    reading.collector.leftOut.push(leave(at, "the file that it refers to could not be read"));
    return [];
  }
  const file = { name: path, text };
  if (/\.csv$/iu.test(path)) return csvCases(file, reading.collector, reading.defaults);
  if (/\.jsonl$/iu.test(path))
    return text
      .split("\n")
      .flatMap((row, index) => (row.trim() === "" ? [] : listCases({ name: path, text: row }, reading, index + 1)));
  if (/\.(?:ya?ml|json)$/iu.test(path)) return listCases(file, reading);
  reading.collector.leftOut.push(
    leave(at, "cases are read from .yaml, .json, .jsonl and .csv files; code is not run on import"),
  );
  return [];
}

function listCases(file: ImportFile, reading: Reading, line = 1): readonly TestCase[] {
  const { value, placeOf, mistakes } = readYaml(file.name, file.text, line);
  for (const { message, ...at } of mistakes) reading.collector.leftOut.push({ ...at, reason: message });
  const inner = { ...reading, file: file.name, placeOf };
  return Array.isArray(value) ? listed(value, [], inner) : listed([value], [], inner, []);
}

function csvCases({ name, text }: ImportFile, collector: Collector, defaults: Defaults): readonly TestCase[] {
  const { records, unclosedQuote } = readRecords(text.replace(/^\uFEFF/u, "").replaceAll(/\r\n?/gu, "\n"), ",");
  if (unclosedQuote !== undefined)
    collector.leftOut.push({ file: name, line: unclosedQuote, field: "", reason: "a quoted cell is not closed" });
  const [header, ...rows] = records;
  return header === undefined ? [] : rows.map((row) => withDefaults(cellCase(name, header.cells, row), defaults));
}

function oneCase(item: Readonly<Record<string, unknown>>, path: FieldPath, reading: Reading): TestCase {
  const at = { ...placeLine(reading, path), field: fieldName(path) };
  const description = typeof item["description"] === "string" ? item["description"] : undefined;
  return withDefaults({ at, description, ...partsOf(item, path, reading) }, reading.defaults);
}

/** A variable that the case sets itself stands in for that of every case. */
function withDefaults(own: TestCase, defaults: Defaults): TestCase {
  const names = new Set(own.vars.map(({ name }) => name));
  return {
    ...own,
    vars: [...own.vars, ...defaults.vars.filter(({ name }) => !names.has(name))],
    asserts: [...own.asserts, ...defaults.asserts],
    metadata: { ...defaults.metadata, ...own.metadata },
  };
}

function partsOf(item: Readonly<Record<string, unknown>>, path: FieldPath, reading: Reading): Defaults {
  const { vars, assert, metadata } = item;
  const others = Object.keys(item)
    .filter((name) => !["description", "vars", "assert", "metadata"].includes(name))
    .map((name) => part(reading, [...path, name], item[name]));
  if (vars !== undefined && !isRecord(vars)) others.push(part(reading, [...path, "vars"], vars));
  if (path[0] === "defaultTest")
    for (const one of others) reading.collector.leftOut.push(leave(one, "it is no part of a question"));
  return {
    vars: isRecord(vars)
      ? Object.keys(vars).map((name) => ({ name, ...part(reading, [...path, "vars", name], vars[name]) }))
      : [],
    asserts: Array.isArray(assert)
      ? assert.flatMap((one: unknown, index) => flat(one, [...path, "assert", index], reading))
      : [],
    metadata: isRecord(metadata) ? metadata : {},
    others,
  };
}

/** Sets of assertions become what they hold. */
function flat(one: unknown, path: FieldPath, reading: Reading): readonly Part[] {
  if (!isRecord(one) || one["type"] !== "assert-set" || !Array.isArray(one["assert"]))
    return [part(reading, path, one)];
  if (one["threshold"] !== undefined)
    reading.collector.leftOut.push(
      leave(part(reading, [...path, "threshold"], one["threshold"]), "all of a set has to hold here"),
    );
  return one["assert"].flatMap((inner: unknown, index) => flat(inner, [...path, "assert", index], reading));
}

function part(reading: Reading, path: FieldPath, value: unknown): Part {
  return { ...placeLine(reading, path), field: fieldName(path), value };
}

function placeLine({ file, placeOf }: Reading, path: FieldPath) {
  return { file, line: placeOf(path).line };
}
