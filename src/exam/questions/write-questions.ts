// Questions as a file that is read as the very same questions.
import { stringify } from "yaml";

import type { Question } from "../../spec/exam.ts";
import { CELL_COLUMNS, writeCell } from "./cell-columns.ts";
import type { FieldPath } from "./raw-record.ts";
import type { QuestionFormat } from "./read-raw.ts";
import { writeRecords } from "./write-records.ts";

/** Every field is written, defaults too: a later version may have others. */
export function writeQuestions(questions: readonly Question[], format: QuestionFormat): string {
  const ordered = questions.map(inOrder);
  if (format === "jsonl") return ordered.map((question) => `${JSON.stringify(question)}\n`).join("");
  if (format === "yaml") return stringify({ questions: ordered }, { lineWidth: 0, aliasDuplicateObjects: false });
  const columns = CELL_COLUMNS.filter(
    ({ name, path }) => name === "question" || ordered.some((question) => valueAt(question, path) !== undefined),
  );
  const rows = ordered.map((question) => columns.map(({ path, kind }) => writeCell(valueAt(question, path), kind)));
  return writeRecords([columns.map(({ name }) => name), ...rows]);
}

function inOrder(question: Question): Question {
  const { id, question: text, history, principals, expected, axis, tags, cluster } = question;
  return {
    id,
    question: text,
    ...(history === undefined ? {} : { history }),
    principals,
    expected,
    axis,
    tags,
    cluster,
  };
}

/** An empty list is what a cell cannot tell from nothing; nothing is what it is read as by default. */
function valueAt(question: Question, path: FieldPath): unknown {
  const value = path.reduce<unknown>(
    (inner, part) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, part) ? Reflect.get(inner, part) : undefined,
    question,
  );
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}
