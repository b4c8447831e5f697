// From a file to questions: every mistake in it at once, each with its place, its value and what to do.
import type { z } from "zod";

import type { Question } from "../../spec/exam.ts";
import { nameApart, type ReadQuestion } from "./name-apart.ts";
import { type AskedBy, completeQuestion, QUESTION_SCHEMA } from "./question-schema.ts";
import type { FieldPath, Mistake, RawRecord } from "./raw-record.ts";
import { type QuestionFile, readRaw } from "./read-raw.ts";

export type ReadOptions = {
  /** Who asks where a question does not say it; without it that is a mistake. */
  readonly askedBy?: AskedBy;
};

export type ReadQuestions = {
  /** Those without a mistake. */
  readonly questions: readonly Question[];
  /** The line on which each begins, by id. */
  readonly lines: ReadonlyMap<string, number>;
  readonly mistakes: readonly Mistake[];
};

/** Never throws for what a file holds; nothing of it is left out without a mistake that says so. */
export function readQuestions(file: QuestionFile, { askedBy }: ReadOptions = {}): ReadQuestions {
  const { records, mistakes } = readRaw(file);
  const found: Mistake[] = [...mistakes];
  const questions: Question[] = [];
  const lines = new Map<string, number>();
  const reads = records.map((record) => ({ record, ...readOne(file.name, record, askedBy) }));
  found.push(...reads.flatMap((read) => ("mistakes" in read ? read.mistakes : [])));
  for (const { record, question } of nameApart(reads.filter((read) => "question" in read))) {
    if (lines.has(question.id)) found.push(sameId(file.name, { record, first: lines, question }));
    else {
      questions.push(question);
      lines.set(question.id, record.place.line);
    }
  }
  found.sort((one, other) => one.line - other.line || (one.column ?? 0) - (other.column ?? 0));
  return { questions, lines, mistakes: found };
}

type One = ReadQuestion | { readonly mistakes: readonly Mistake[] };

function readOne(file: string, record: RawRecord, askedBy: AskedBy): One {
  const parsed = QUESTION_SCHEMA.safeParse(record.value);
  const issues = parsed.success ? [] : parsed.error.issues.flatMap((issue) => describe(file, record, issue));
  const says = typeof record.value === "object" && record.value !== null && "principals" in record.value;
  if (askedBy === undefined && !says && typeof record.value === "object")
    issues.push(
      mistake(file, record, {
        path: ["principals"],
        message: "`principals` is missing",
        remedy: 'say who asks, such as ["public"] or ["user:ann"], or name it for the whole file with --as',
      }),
    );
  const question = parsed.success ? completeQuestion(parsed.data, askedBy) : undefined;
  if (!parsed.success || question === undefined || issues.length > 0) return { mistakes: issues };
  return { question, written: parsed.data };
}

type Same = { readonly record: RawRecord; readonly first: ReadonlyMap<string, number>; readonly question: Question };

function sameId(file: string, { record, first, question: { id } }: Same): Mistake {
  const path = Object.hasOwn(Object(record.value), "id") ? ["id"] : ["question"];
  const what = path[0] === "id" ? `the id ${JSON.stringify(id)} is that of` : "the same is asked by the same in";
  const message = `${what} line ${first.get(id)} too`;
  return mistake(file, record, { path, message, remedy: "give each question an id of its own, or leave one out" });
}

type Said = { readonly path: FieldPath; readonly message: string; readonly remedy: string };

function mistake(file: string, record: RawRecord, { path, message, remedy }: Said): Mistake {
  const value = valueAt(record.value, path);
  const place = record.placeOf(path);
  return { file, ...place, field: record.nameOf(path), ...(value === undefined ? {} : { value }), message, remedy };
}

type Issue = z.core.$ZodIssue;

function describe(file: string, record: RawRecord, issue: Issue): Mistake[] {
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const at = [...path, key];
      const remedy = `known here: ${knownAt(path).join(", ")}`;
      return mistake(file, record, { path: at, message: `\`${record.nameOf(at)}\` is not a field`, remedy });
    });
  }
  const [inner] = issue.code === "invalid_union" ? issue.errors.flat() : [];
  if (inner !== undefined) return describe(file, record, { ...inner, path: [...issue.path, ...inner.path] });
  const value = valueAt(record.value, path);
  const name = path.length === 0 ? "the question" : `\`${record.nameOf(path)}\``;
  const message = value === undefined ? `${name} is missing` : `${name} is ${shown(value)}`;
  return [mistake(file, record, { path, message, remedy: `write ${expectation(issue)}` })];
}

function expectation(issue: Issue): string {
  if (issue.code === "invalid_type") return TYPE_NAMES[issue.expected] ?? issue.expected;
  if (issue.code === "invalid_value") return `one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "too_small") return `at least ${issue.minimum}`;
  if (issue.code === "too_big") return `at most ${issue.maximum}`;
  return issue.message;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "an object with fields",
  record: "an object with fields",
};

/** The fields that the schema has at this place; none where it has no names of its own. */
function knownAt(path: FieldPath): readonly string[] {
  const { shape } = QUESTION_SCHEMA;
  const [first, second] = path;
  if (first === undefined) return Object.keys(shape);
  if (first !== "expected") return ["role", "content"];
  const { shape: inner } = shape.expected;
  if (second === undefined) return Object.keys(inner);
  if (second === "number") return Object.keys(inner.number.unwrap().shape);
  if (second === "json") return Object.keys(inner.json.unwrap().shape);
  if (second === "sql") return Object.keys(inner.sql.unwrap().shape);
  return ["kind", "min", "max", "text", "ignoreCase", "pattern", "flags"];
}

function valueAt(root: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, part) ? Reflect.get(value, part) : undefined,
    root,
  );
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
