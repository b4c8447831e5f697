// Questions out of promptfoo's test cases.
import type { Expected } from "../../../../spec/exam.ts";
import {
  type Collector,
  createCollector,
  type Imported,
  type ImportFile,
  type ImportOptions,
  textOf,
} from "../imported.ts";
import { leave, type TestCase } from "./case-parts.ts";
import { extraFields, joinExpected, mapAssert } from "./map-assert.ts";
import { readCases } from "./read-cases.ts";

/** A configuration, a list of cases, or a CSV of them. */
export function importPromptfoo(file: ImportFile, { principals, readFile }: ImportOptions): Imported {
  const collector = createCollector(principals);
  const { cases, prompts } = readCases(file, collector, readFile);
  const asked = createAsking(prompts, collector);
  for (const test of cases) addCase(test, asked(test), collector);
  return collector.finish();
}

function addCase(test: TestCase, questions: readonly string[], collector: Collector): void {
  for (const other of test.others) collector.leftOut.push(leave(other, "it is no part of a question"));
  const expected = expectedOf(test, collector);
  if (questions.length === 0 || Object.keys(expected).length === 0) {
    const reason = questions.length === 0 ? "none of its variables is a question" : "nothing is expected of the answer";
    collector.leftOut.push({ ...test.at, reason: `the case is left out: ${reason}` });
    return;
  }
  const tags = Object.entries(test.metadata).flatMap(([name, value]) => {
    const text = textOf(value);
    if (text === undefined)
      collector.leftOut.push({
        ...test.at,
        field: `${test.at.field}.metadata.${name}`,
        value,
        reason: "only texts become tags",
      });
    return text === undefined ? [] : [`${name}=${text}`];
  });
  for (const question of questions) {
    const id = questions.length === 1 ? test.description : undefined;
    collector.addQuestion({ question, expected, tags, ...(id === undefined || id.trim() === "" ? {} : { id }) });
  }
}

function expectedOf({ asserts }: TestCase, collector: Collector): Expected {
  let expected: Expected = {};
  for (const assertion of asserts) {
    const mapped = mapAssert(assertion);
    if (mapped.kind === "left-out") {
      collector.leftOut.push(leave(assertion, mapped.reason));
      continue;
    }
    const joined = joinExpected(expected, mapped.expected);
    if (joined === undefined)
      collector.leftOut.push(leave(assertion, "one answer cannot be that and what another assertion wants"));
    else expected = joined;
    if (mapped.note !== undefined && !collector.notes.includes(mapped.note)) collector.notes.push(mapped.note);
    for (const name of extraFields(assertion))
      collector.leftOut.push(
        leave(
          { ...assertion, field: `${assertion.field}.${name}` },
          "how assertions are weighed and graded is not taken over",
        ),
      );
  }
  return expected;
}

const QUESTION_NAMES = [
  "question",
  "query",
  "user_input",
  "user_question",
  "input",
  "message",
  "user_message",
  "prompt",
  "text",
] as const;

/** Which variable is the question, or else the prompt with all of them put in. */
function createAsking(prompts: readonly string[], collector: Collector): (test: TestCase) => readonly string[] {
  return ({ vars }) => {
    const named = QUESTION_NAMES.map((name) => vars.find((one) => one.name.toLowerCase() === name)).find(
      (one) => one !== undefined,
    );
    const [first] = vars;
    const only = named ?? (vars.length === 1 ? first : undefined);
    const [prompt] = prompts;
    if (only === undefined && prompt !== undefined) {
      say(collector, `the question is the prompt ${JSON.stringify(prompt.slice(0, 60))} with its variables put in`);
      if (prompts.length > 1) say(collector, `only the first of ${prompts.length} prompts is asked`);
      return combined(vars).map((values) =>
        prompt.replaceAll(/\{\{\s*([\w.]+)\s*\}\}/gu, (whole, name: string) => values.get(name) ?? whole),
      );
    }
    if (only === undefined) return [];
    say(collector, `the variable \`${only.name}\` is the question`);
    for (const other of vars)
      if (other !== only)
        collector.leftOut.push(
          leave(
            other,
            "beside the question there is no place for other variables; the templates of arms have what they need",
          ),
        );
    return valuesOf(only.value);
  };
}

function say({ notes }: Collector, note: string): void {
  if (!notes.includes(note)) notes.push(note);
}

/** A list stands for as many cases. References to files are no question. */
function valuesOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list
    .map(textOf)
    .filter((text) => text !== undefined && !text.startsWith("file://"))
    .filter((text) => text !== undefined);
}

/** Every combination of the variables' values. */
function combined(vars: TestCase["vars"]): readonly ReadonlyMap<string, string>[] {
  return vars.reduce<readonly ReadonlyMap<string, string>[]>(
    (made, { name, value }) =>
      made.flatMap((values) => valuesOf(value).map((text) => new Map([...values, [name, text]]))),
    [new Map()],
  );
}
