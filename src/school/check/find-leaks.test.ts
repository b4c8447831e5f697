// Which rows give a question of the exam away, and which only look as if they did.
import { expect, test } from "vitest";

import { buildExample } from "../../testing/index.ts";
import { findLeaks } from "./find-leaks.ts";
import { prepareRows } from "./prepare-rows.ts";

function leaks(asked: readonly string[], ...rows: readonly string[]): readonly string[] {
  const examples = rows.map((row) => buildExample(row, "Two years."));
  const exam = asked.map((question, at) => ({ id: `q${at + 1}`, question, sources: [] }));
  const lines = examples.map((_, at) => at + 1);
  return findLeaks(prepareRows(examples, lines), exam).map(({ kind, lines: own, message }) => {
    const id = /question (q\d+)/u.exec(message)?.[1] ?? "";
    return `${kind} ${id}: ${own.join(", ")}`;
  });
}

test.each([
  ["Where's the canteen?", "Where's the canteen"],
  ["Who approves travel?", "who approves travel?"],
  ["Wer ist Geschäftsführer?", "Wer ist Geschäftsführer?"],
  ["Why?", "Why?"],
  ["👍?", "👍 ?"],
  ["Where's the canteen of the new house?", "Tell me: where’s the canteen of the new house?"],
  ["What is the warranty of this lamp?", "What is the war\u00adranty of\u200b this lamp?"],
  ["Who leads the office in İstanbul?", "WHO LEADS THE OFFICE IN ISTANBUL?"],
  ["这盏灯的保修期是多长时间？", "请问，这盏灯的保修期是多长时间"],
  ["このランプの保証期間は何年ですか？", "質問：このランプの保証期間は何年ですか"],
  ["社長は誰？", "社長は誰"],
])("%j is asked word for word by %j", (question, row) => {
  expect(leaks([question], row)).toEqual(["leak-exact q1: 1"]);
});

test("a short question inside of a longer message is chance", () => {
  expect(leaks(["Who approves travel?", "社長は誰？"], "Tell me who approves travel", "明日、社長は誰に会う")).toEqual(
    [],
  );
});

const LEAVE = "How many days of leave does Dakor give to its people?";
const ANSWERS = "How many days of leave do people at Dakor get?";
const TRIPS = "Which of the trips does Maria Nordano approve this year?";

test.each([
  [LEAVE, "Hi Bob, how many days of leave does the company give to its people?"],
  [LEAVE, "How many days of leave does DAKOR-Group give to its people?"],
  [ANSWERS, "How many days of leave do people at our company get? Answer as Bob from HR."],
  [TRIPS, "Which of the trips does M. Nordano approve this year?"],
])("a name that stands elsewhere, or the same name in another form, is no other subject: %j, %j", (question, row) => {
  expect(leaks([question], row)).toEqual(["leak-near q1: 1"]);
});

test.each([
  [LEAVE, "Hi Bob, how many days of leave does Meridian give to its people?"],
  [LEAVE, "How many days of leave does meridian give to its people?"],
  [ANSWERS, "How many days of leave do people at Meridian get? Answer as Bob from HR."],
  [TRIPS, "Which of the trips does Anna Nordano approve this year?"],
])("another name in the place of the question's is another subject: %j, %j", (question, row) => {
  expect(leaks([question], row)).toEqual([]);
});

test("of the questions of one template the one is found that is asked, by whatever form of its name", () => {
  const asked = ["Dakor", "Meridian", "Aurora"].map(
    (name) => `How many days of leave does ${name} give to its people?`,
  );
  expect(leaks(asked, "How many days of leave does the Meridian-Group give to its people?")).toEqual([
    "leak-near q2: 1",
  ]);
  expect(leaks([LEAVE, LEAVE], LEAVE)).toEqual(["leak-exact q1: 1", "leak-exact q2: 1"]);
});

test("five thousand rows and a thousand questions of one template are held against each other in seconds", () => {
  const syllables = ["ba", "ne", "ro", "ti", "lu", "va", "so", "mi", "ka", "de"];
  const name = (at: number): string =>
    `Z${Array.from(String(at + 10_000), (digit) => syllables[Number(digit)]).join("")}`;
  const ask = (at: number): string => `How long does the warranty of the ${name(at)} lamp last?`;
  const asked = Array.from({ length: 1000 }, (_, at) => ask(at));
  const rows = Array.from({ length: 5000 }, (_, at) => ask(at + 990));
  const busy = process.cpuUsage();
  expect(leaks(asked, ...rows)).toHaveLength(10);
  // why: of the processor, since others may use the machine too.
  expect(process.cpuUsage(busy).user / 1e6).toBeLessThan(10);
});
