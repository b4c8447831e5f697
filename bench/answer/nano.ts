// `node bench/answer/nano.ts [--model REFERENCE] [--questions 300] [--seed 7] [--set answer.sufficiency=signals]`: questions on a
// company of the lab through the whole product: retrieval, the model, verified citations, refusals.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import type { CompanyQuestion } from "../../lab/world/company/company.ts";
import { createCompany } from "../../lab/world/create-company.ts";
import { randomFrom, shuffled } from "../../lab/world/random.ts";
import { scoreReply } from "../../lab/world/score-reply.ts";
import { writeCompany } from "../../lab/world/write-company.ts";
import { parseAssignment } from "../../src/app/config/setting-origin.ts";
import { openProject } from "../../src/app/open-project.ts";
import type { Project } from "../../src/app/project/project.ts";
import type { Answer } from "../../src/spec/answer.ts";
import { percent } from "../quoting/intervals.ts";

type Asked = {
  readonly question: CompanyQuestion;
  readonly answer: Answer;
  /** Citations that are the exact text of a stored document, and whose number the answer shows. */
  readonly resolved: number;
  /** Numbers in the answer that no citation stands behind. */
  readonly bare: number;
  readonly ms: number;
};

const { values } = parseArgs({
  options: {
    model: { type: "string", default: "nano" },
    questions: { type: "string", default: "300" },
    seed: { type: "string", default: "7" },
    size: { type: "string", default: "1" },
    set: { type: "string", multiple: true, default: [] },
    show: { type: "string", default: "0" },
  },
});

/** A third of the questions has no answer in the documents. */
const UNANSWERABLE = 3;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-answer-"));
  try {
    const company = createCompany({ seed: values.seed, split: "exam", size: Number(values.size) });
    writeCompany(company, folder);
    const config = { sources: { docs: { kind: "folder", path: "documents" } }, model: values.model } as const;
    const overrides = values.set.map((assignment) => parseAssignment(assignment));
    await using project = await openProject({ folder, config, overrides });
    await project.sync();
    const asked: Asked[] = [];
    for (const question of chosen(company.questions)) asked.push(await ask(project, question));
    for (const line of report(asked)) console.log(line);
    for (const one of asked.slice(0, Number(values.show))) console.log(shown(one));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function chosen(questions: readonly CompanyQuestion[]): readonly CompanyQuestion[] {
  const total = Number(values.questions);
  const mixed = shuffled(randomFrom(`answers ${values.seed}`), questions);
  const without = mixed.filter(({ refuse }) => refuse).slice(0, Math.floor(total / UNANSWERABLE));
  return [...mixed.filter(({ refuse }) => !refuse).slice(0, total - without.length), ...without];
}

async function ask(project: Project, question: CompanyQuestion): Promise<Asked> {
  const as = [...new Set(question.acls.flatMap(([first]) => first ?? []))];
  const start = performance.now();
  let answer: Answer | undefined;
  let text = "";
  for await (const event of project.ask(question.question, { as })) {
    if (event.kind === "text-delta") text += event.text;
    if (event.kind === "finish") ({ answer } = event);
  }
  if (answer === undefined || text !== answer.text)
    throw new Error(`"${question.question}": what was streamed is not the answer.`);
  const ms = performance.now() - start;
  const marks = [...answer.text.matchAll(/\[(\d+)\]/gu)].map(([, number]) => Number(number));
  const { citations } = answer;
  const resolved = await Promise.all(
    citations.map(async ({ documentId, start: from, end, quote, mark }) => {
      const document = await project.document(documentId, { as });
      return quote !== "" && document?.text.slice(from, end) === quote && marks.includes(mark ?? 0);
    }),
  );
  const bare = marks.filter((number) => !citations.some(({ mark }) => mark === number)).length;
  return { question, answer, resolved: resolved.filter(Boolean).length, bare, ms };
}

function report(asked: readonly Asked[]): readonly string[] {
  const answerable = asked.filter(({ question }) => !question.refuse);
  const unanswerable = asked.filter(({ question }) => question.refuse);
  const refused = (some: readonly Asked[]): number => some.filter(({ answer }) => !answer.answered).length;
  const given = answerable.filter(({ answer }) => answer.answered);
  const right = given.filter((one) => verdictOf(one) === "right");
  const wrong = given.filter((one) => verdictOf(one) !== "right");
  const sure = (some: readonly Asked[]): number => some.filter((one) => isVerified(one)).length;
  const sum = (count: (one: Asked) => number): number => asked.reduce((total, one) => total + count(one), 0);
  const found = answerable.filter(({ question, answer }) =>
    question.documentIds.every((id) => answer.trace?.shown.some(({ documentId }) => documentId.endsWith(id))),
  );
  const by = Map.groupBy(
    asked,
    ({ answer }) => `${answer.sufficiency?.sufficient === true ? "answered" : "refused"} by ${answer.sufficiency?.by}`,
  );
  const times = asked.map(({ ms }) => ms).toSorted((one, other) => one - other);
  return [
    `${asked.length} questions, ${unanswerable.length} of them unanswerable; model ${values.model}`,
    `source documents shown to the model: ${percent(found.length, answerable.length)}`,
    `unanswerable refused: ${percent(refused(unanswerable), unanswerable.length)}; answerable refused: ${percent(refused(answerable), answerable.length)}`,
    `answerable and answered ${given.length}: right ${percent(right.length, given.length)}`,
    `right answers with every claim verified: ${percent(sure(right), right.length)}; wrong answers with every claim verified: ${percent(sure(wrong), wrong.length)}`,
    `unanswerable and answered with every claim verified: ${percent(sure(unanswerable), unanswerable.length)}`,
    `citations shown ${sum(({ answer }) => answer.citations.length)}, of them exact text of a stored document ${sum(({ resolved }) => resolved)}; numbers without a citation ${sum(({ bare }) => bare)}`,
    `removed: ${sum(({ answer }) => answer.removed?.inventedNumbers ?? 0)} invented numbers, ${sum(({ answer }) => answer.removed?.unverifiedMarks ?? 0)} marks that did not hold`,
    [...by].map(([what, some]) => `${what}: ${some.length}`).join(", "),
    ...[...Map.groupBy(asked, ({ question }) => question.kind)].map(
      ([kind, some]) => `  ${kind}: ${byKind(some, found)}`,
    ),
    `median ${(times[Math.floor(times.length / 2)] ?? 0).toFixed(0)} ms a question`,
  ];
}

/** Of one kind of question: how many are right, refused, and refused although the sources were shown. */
function byKind(some: readonly Asked[], found: readonly Asked[]): string {
  const right = some.filter((one) => one.answer.answered && verdictOf(one) === "right").length;
  const refused = some.filter(({ answer }) => !answer.answered);
  const inSpite = refused.filter((one) => found.includes(one)).length;
  return `${some.length}, right ${right}, refused ${refused.length}, of them with all sources shown ${inSpite}`;
}

function verdictOf({ question, answer }: Asked): string {
  return scoreReply(answer.text, { answers: question.answers, refuse: question.refuse, cites: [] }).verdict;
}

function isVerified({ answer }: Asked): boolean {
  return answer.citations.length > 0 && (answer.unsupported ?? []).length === 0;
}

function shown({ question, answer }: Asked): string {
  const quotes = answer.citations.map(({ mark, quote }) => `    [${mark}] ${JSON.stringify(quote)}`);
  const doubts = (answer.unsupported ?? []).map(({ reason }) => reason).join(", ");
  return [
    `${question.kind}: ${question.question}`,
    `  wanted ${question.reply}`,
    `  said ${answer.text} ${doubts}`,
    ...quotes,
  ].join("\n");
}

await main();
