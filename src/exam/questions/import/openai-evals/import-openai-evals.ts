// Questions out of OpenAI Evals: the samples of the open-source ones, and the items and graders of the hosted ones.
import type { ChatMessage } from "../../../../spec/chat.ts";
import type { Expected } from "../../../../spec/exam.ts";
import { fieldName, type FieldPath } from "../../raw-record.ts";
import { readYaml } from "../../read-yaml.ts";
import {
  type Collector,
  createCollector,
  type Imported,
  type ImportFile,
  type ImportOptions,
  isRecord,
  messageOf,
  textOf,
  textsOf,
} from "../imported.ts";
import { joinExpected } from "../promptfoo/map-assert.ts";
import { readRows, type Row } from "../read-rows.ts";
import { mapGrader } from "./map-grader.ts";
import { readRegistry } from "./read-registry.ts";

/** JSONL of samples or items, an eval with its data, a list of output items, or a YAML registry whose sample files can be read. */
export function importOpenAiEvals(file: ImportFile, { principals, readFile, companion }: ImportOptions): Imported {
  const collector = createCollector(principals);
  if (/\.ya?ml$/iu.test(file.name)) {
    for (const samples of readRegistry(file, collector, readFile)) addRows(samples, collector, []);
    return collector.finish();
  }
  const { graders } = readHosted(file, collector);
  const beside = companion === undefined ? [] : readHosted(companion, collector).graders;
  addRows(file, collector, [...graders, ...beside]);
  return collector.finish();
}

/** Below which names JSON files hold their items. */
const ROW_LISTS: readonly string[] = ["data", "content", "items"];

function addRows(file: ImportFile, collector: Collector, graders: readonly unknown[]): void {
  for (const row of readRows(file, collector, ROW_LISTS)) {
    const wrapped = ["item", "datasource_item"].find((name) => isRecord(row.value[name]));
    const item = wrapped === undefined ? undefined : row.value[wrapped];
    if (isRecord(item) && wrapped !== undefined)
      addItem(file.name, { ...row, value: item }, { collector, graders, wrapper: row.value, wrapped });
    else addSample(file.name, row, collector);
  }
}

type Hosted = { readonly graders: readonly unknown[] };

/** The graders of a hosted eval, which its items share. Whatever else stands around them is said to be left out. */
function readHosted(file: ImportFile, collector: Collector): Hosted {
  if (/\.(?:jsonl|csv)$/iu.test(file.name)) return { graders: [] };
  const { value, placeOf } = readYaml(file.name, file.text);
  let graders: readonly unknown[] = [];
  const look = (holder: Readonly<Record<string, unknown>>, base: FieldPath): void => {
    for (const [name, said] of Object.entries(holder)) {
      const path = [...base, name];
      if (name === "testing_criteria" && Array.isArray(said)) graders = said;
      else if (name === "eval" && isRecord(said)) look(said, path);
      else if (!(ROW_LISTS.includes(name) && Array.isArray(said))) {
        const at = { file: file.name, line: placeOf(path).line, field: fieldName(path), value: said };
        collector.leftOut.push({ ...at, reason: "it is no part of a question" });
      }
    }
  };
  if (isRecord(value)) look(value, []);
  return { graders };
}

function addSample(file: string, { line, field, value }: Row, collector: Collector): void {
  const { input, ideal, ...others } = value;
  const leave = (part: string, reason: string, said: unknown): void => {
    collector.leftOut.push({ file, line, field: field === "" ? part : `${field}.${part}`, value: said, reason });
  };
  for (const [name, said] of Object.entries(others)) leave(name, "it is no part of a question", said);
  const asked = askedIn(input);
  const answers = textsOf(ideal);
  if (asked === undefined) leave("input", "the sample is left out: it asks nothing that can be read", input);
  else if (answers === undefined) leave("ideal", "the sample is left out: it says no answer", ideal);
  else collector.addQuestion({ ...asked, expected: { answers } });
}

type Asked = { readonly question: string; readonly history?: readonly ChatMessage[] };

/** A text, or messages of which the last is the question. Example turns that the evals mark as system messages stay where they are. */
function askedIn(input: unknown): Asked | undefined {
  const text = textOf(input);
  if (text !== undefined) return { question: text };
  if (!Array.isArray(input)) return undefined;
  const messages = input.map(messageOf);
  const last = messages.at(-1);
  const history = messages.slice(0, -1);
  if (last === undefined || !history.every((message) => message !== undefined)) return undefined;
  return { question: last.content, ...(history.length === 0 ? {} : { history }) };
}

const QUESTION_NAMES = [
  "question",
  "input",
  "query",
  "prompt",
  "user_input",
  "text",
  "ticket_text",
  "message",
] as const;
const ANSWER_NAMES = [
  "ideal",
  "answer",
  "expected",
  "expected_output",
  "correct_label",
  "reference",
  "ground_truth",
  "label",
  "output",
] as const;

type ItemContext = {
  readonly collector: Collector;
  readonly graders: readonly unknown[];
  readonly wrapper: Readonly<Record<string, unknown>>;
  readonly wrapped: string;
};

function addItem(file: string, { line, field, value: item }: Row, context: ItemContext): void {
  const { collector, graders, wrapper, wrapped } = context;
  const leave = (part: string, reason: string, said: unknown): void => {
    collector.leftOut.push({ file, line, field: field === "" ? part : `${field}.${part}`, value: said, reason });
  };
  for (const [name, said] of Object.entries(wrapper)) {
    if (name !== wrapped && !BOOKKEEPING.has(name)) leave(name, "it came of a run, and a run makes it anew", said);
  }
  const asking = QUESTION_NAMES.find((name) => askedIn(item[name]) !== undefined);
  const answering = ANSWER_NAMES.find((name) => textsOf(item[name]) !== undefined);
  const asked = asking === undefined ? undefined : askedIn(item[asking]);
  const expected = expectedOf(item, { graders, answering, collector, leave });
  const used = new Set(
    graders.length === 0
      ? [asking, answering]
      : [asking, ...Object.keys(item).filter((name) => JSON.stringify(graders).includes(`item.${name}`))],
  );
  for (const [name, said] of Object.entries(item))
    if (!used.has(name)) leave(`${wrapped}.${name}`, "it has no place in a question", said);
  if (asked === undefined)
    leave(wrapped, `the item is left out: none of ${Object.keys(item).join(", ")} is a question`, item);
  else if (Object.keys(expected).length === 0)
    leave(wrapped, "the item is left out: nothing is expected of the answer", item);
  else {
    const note = `the field \`${asking}\` of the items is the question`;
    if (!collector.notes.includes(note)) collector.notes.push(note);
    collector.addQuestion({ ...asked, expected });
  }
}

const BOOKKEEPING: ReadonlySet<string> = new Set([
  "object",
  "id",
  "created_at",
  "run_id",
  "eval_id",
  "status",
  "datasource_item_id",
]);

type ExpectedContext = {
  readonly graders: readonly unknown[];
  readonly answering: string | undefined;
  readonly collector: Collector;
  readonly leave: (part: string, reason: string, said: unknown) => void;
};

/** What the graders say; without graders the field that is called an answer. */
function expectedOf(item: Row["value"], { graders, answering, collector, leave }: ExpectedContext): Expected {
  if (graders.length === 0) {
    const answers = answering === undefined ? undefined : textsOf(item[answering]);
    return answers === undefined ? {} : { answers };
  }
  let expected: Expected = {};
  for (const [index, grader] of graders.entries()) {
    const graded = mapGrader(grader, item);
    if (graded.kind === "left-out") {
      leave(`testing_criteria[${index}]`, graded.reason, grader);
      continue;
    }
    const joined = joinExpected(expected, graded.expected);
    if (joined === undefined)
      leave(`testing_criteria[${index}]`, "one answer cannot be that and what another grader wants", grader);
    else expected = joined;
    if (graded.note !== undefined && !collector.notes.includes(graded.note)) collector.notes.push(graded.note);
  }
  return expected;
}
