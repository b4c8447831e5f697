// Asks a company's plain questions through the whole product and counts what came back.
import type { Answer } from "../../src/spec/answer.ts";
import { type Company, type CompanyName, holds, openCompany, type PlainQuestion, type Searches } from "./company.ts";
import { percent } from "./intervals.ts";

type Outcome = "right" | "wrong" | "refused";

export type AskedQuestion = {
  readonly question: PlainQuestion;
  readonly outcome: Outcome;
  readonly characters: number;
};

export async function askQuestions({ project, questions }: Company): Promise<readonly AskedQuestion[]> {
  const asked: AskedQuestion[] = [];
  for (const question of questions) {
    let answer: Answer | undefined;
    for await (const event of project.ask(question.text, { as: question.as })) {
      if (event.kind === "finish") ({ answer } = event);
    }
    if (answer === undefined) throw new Error(`"${question.text}" was not answered to the end.`);
    asked.push({ question, outcome: outcomeOf(question, answer), characters: answer.text.length });
  }
  return asked;
}

export async function judgeCompany(name: CompanyName, searches: Searches): Promise<readonly string[]> {
  await using company = await openCompany(name, searches);
  const start = process.cpuUsage();
  const asked = await askQuestions(company);
  const { user, system } = process.cpuUsage(start);
  const each = ((user + system) / 1000 / asked.length).toFixed(1);
  const halves = Map.groupBy(asked, ({ question }) => question.half);
  const lines = [...halves].map(([half, some]) => `${name.padEnd(10)} ${half.padEnd(9)} ${counts(some)}`);
  if (halves.size > 1) lines.push(`${name.padEnd(10)} ${"both".padEnd(9)} ${counts(asked)}`);
  return [...lines, `${name.padEnd(10)} ${each} ms of CPU a question`];
}

/** Right: quotes hold all the expected words. Wrong: there are quotes, and they do not. */
function outcomeOf({ answer: expected, also }: PlainQuestion, { answered, citations }: Answer): Outcome {
  if (!answered) return "refused";
  const isQuoted = (words: string): boolean => citations.some(({ quote }) => holds(quote, words));
  return expected !== undefined && [expected, ...also].every((words) => isQuoted(words)) ? "right" : "wrong";
}

function counts(asked: readonly AskedQuestion[]): string {
  const answerable = asked.filter(({ question }) => question.answer !== undefined);
  const unanswerable = asked.filter(({ question }) => question.answer === undefined);
  const share = (some: readonly AskedQuestion[], outcome: Outcome): string =>
    percent(some.filter((each) => each.outcome === outcome).length, some.length);
  const right = answerable.filter(({ outcome }) => outcome === "right");
  const length = right.reduce((sum, { characters }) => sum + characters, 0) / Math.max(1, right.length);
  return [
    `answerable ${answerable.length}: right ${share(answerable, "right")}, wrong ${share(answerable, "wrong")}, refused ${share(answerable, "refused")}`,
    `unanswerable ${unanswerable.length}: answered ${share(unanswerable, "wrong")}`,
    `${length.toFixed(0)} characters`,
  ].join("; ");
}
