// Questions out of a RAGAS data set: JSON, JSONL or CSV, with the names of its fields then and now.
import { parseJson } from "../../../core/parse-json.ts";
import type { ChatMessage } from "../../../spec/chat.ts";
import type { Expected } from "../../../spec/exam.ts";
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
} from "./imported.ts";
import { readRows, type Row } from "./read-rows.ts";

const QUESTION = ["user_input", "question"] as const;
const REFERENCE = ["reference", "ground_truth", "ground_truths", "answer_reference"] as const;
const CONTEXTS = ["reference_contexts", "ground_truth_contexts"] as const;
const SOURCES = ["reference_context_ids"] as const;
const RUBRICS = ["rubrics", "rubric"] as const;
const TAGS = ["synthesizer_name", "evolution_type", "persona_name", "query_style", "query_length"] as const;

/** What belongs to a run, and is made anew by one. */
const OF_A_RUN: ReadonlySet<string> = new Set([
  "response",
  "answer",
  "retrieved_contexts",
  "contexts",
  "retrieved_context_ids",
]);

export function importRagas(file: ImportFile, { principals }: ImportOptions): Imported {
  const collector = createCollector(principals);
  for (const row of readRows(file, collector, ["samples", "data", "test_data"])) addRow(file, row, collector);
  return collector.finish();
}

function addRow({ name }: ImportFile, { line, field, value }: Row, collector: Collector): void {
  const leave = (part: string, reason: string, said: unknown): void => {
    collector.leftOut.push({ file: name, line, field: field === "" ? part : `${field}.${part}`, value: said, reason });
  };
  // why: older test sets wrap the sample.
  const sample = isRecord(value["eval_sample"]) ? { ...value, ...value["eval_sample"] } : value;
  const taken = new Set<string>(["eval_sample"]);
  const take = (names: readonly string[]): unknown => {
    const found = names.find((one) => sample[one] !== undefined && sample[one] !== null && sample[one] !== "");
    if (found !== undefined) taken.add(found);
    return found === undefined ? undefined : sample[found];
  };
  const asked = conversation(take(QUESTION));
  const expected = expectedOf(take, leave);
  const tags = TAGS.flatMap((tag) => {
    const text = textOf(take([tag]));
    return text === undefined ? [] : [`${tag}=${text}`];
  });
  for (const [other, said] of Object.entries(sample)) {
    if (taken.has(other) || said === null || said === "" || (Array.isArray(said) && said.length === 0)) continue;
    leave(
      other,
      OF_A_RUN.has(other) ? "it came of a run, and a run makes it anew" : "it has no place in a question",
      said,
    );
  }
  if (asked === undefined) leave("user_input", "the row is left out: it has no question", sample);
  else if (Object.keys(expected).length === 0)
    leave("reference", "the row is left out: nothing is expected of the answer", sample);
  else collector.addQuestion({ ...asked, expected, tags });
}

type Take = (names: readonly string[]) => unknown;

function expectedOf(take: Take, leave: (part: string, reason: string, said: unknown) => void): Expected {
  const lists = { answers: take(REFERENCE), quotes: take(CONTEXTS), sources: take(SOURCES) };
  const expected: Record<string, unknown> = {};
  for (const [name, said] of Object.entries(lists)) {
    if (said === undefined) continue;
    const texts = textsOf(listIn(said));
    if (texts === undefined) leave(name, "it is no text and no list of texts", said);
    else expected[name] = texts;
  }
  const rubrics = take(RUBRICS);
  if (isRecord(rubrics))
    expected["criteria"] = Object.entries(rubrics).map(([score, said]) => `${score}: ${String(said)}`);
  else if (rubrics !== undefined) leave("rubrics", "it is no list of scores and what they stand for", rubrics);
  return expected;
}

/** Tables hold lists as JSON, or as Python writes them. */
function listIn(said: unknown): unknown {
  if (typeof said !== "string" || !/^\s*\[[\s\S]*\]\s*$/u.test(said)) return said;
  try {
    return parseJson(said);
  } catch {
    // why: what is no JSON may be Python's.
    return pythonList(said) ?? said;
  }
}

const PYTHON_TEXT = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/gu;

function pythonList(said: string): readonly string[] | undefined {
  const inner = said.trim().slice(1, -1);
  const found = [...inner.matchAll(PYTHON_TEXT)];
  if (inner.replaceAll(PYTHON_TEXT, "").replaceAll(/[\s,]/gu, "") !== "" || found.length === 0) return undefined;
  return found.map(([, single, double]) =>
    (single ?? double ?? "").replaceAll(/\\(.)/gu, (_whole, one: string) => (one === "n" ? "\n" : one)),
  );
}

/** A text, or a conversation of which the last thing that a person says is the question. */
function conversation(
  said: unknown,
): { readonly question: string; readonly history?: readonly ChatMessage[] } | undefined {
  const text = textOf(said);
  if (text !== undefined) return { question: text };
  if (!Array.isArray(said)) return undefined;
  const messages = said.map(messageOf);
  const last = messages.findLastIndex((message) => message?.role === "user");
  const question = messages[last];
  const history = messages.slice(0, last);
  if (question === undefined || !history.every((message) => message !== undefined)) return undefined;
  return { question: question.content, ...(history.length === 0 ? {} : { history }) };
}
