// Examples of one house's style, and questions of companies that none of them speaks of.
import type { ChatMessage } from "../../src/spec/chat.ts";
import type { TrainExample } from "../../src/spec/training.ts";
import type { HouseExample } from "./company/company.ts";
import { houseExamples } from "./company/house-examples.ts";
import { createCompany } from "./create-company.ts";
import type { ExamKind } from "./exam/exam-kinds.ts";
import { createHouseStyle, houseRequest, type HouseStyle, houseStyleFaults } from "./house-style.ts";
import { randomFrom, shuffled } from "./random.ts";
import { type ExpectedReply, scoreReply } from "./score-reply.ts";
import { examRows } from "./write-exam.ts";

/** The one house whose replies are wanted: its desk and its opening words. */
export function theHouse(seed: string): HouseStyle {
  return createHouseStyle(randomFrom(`house/${seed}`), "velora");
}

export type HouseRows = {
  readonly seed: string;
  readonly count: number;
  /** Companies whose questions the house has answered; of the demo's names, which neither nano's training nor the exams know. */
  readonly companies?: number;
  /** Share of rows whose passages do not say it; without it, as many as there are. */
  readonly missing?: number;
};

/** Characters of the prompt: two passages or three; what is learnt is a form, which longer prompts show no better. */
const SHORT = 1000;

/** The same seed gives the same rows: reading prompts of one to four passages, and the house's replies. */
export function houseRows({ seed, count, companies = 8, missing }: HouseRows): readonly TrainExample[] {
  const houseStyle = theHouse(seed);
  const random = randomFrom(`house-rows/${seed}`);
  const examples = Array.from({ length: companies }, (_, number) => {
    const company = createCompany({ seed: `${seed}-${number}`, split: "demo" });
    return houseExamples(random, { ...company, houseStyle }, company.questions);
  }).flat();
  const short = shuffled(random, examples).filter(
    ({ messages }) => messages.reduce((sum, { content }) => sum + content.length, 0) < SHORT,
  );
  return chosen(short, { count, missing }).map(({ messages, reply, acls }) => ({
    messages: [...messages, { role: "assistant", content: reply }],
    weight: 1,
    acl: acls.reduce((common, acl) => (common.includes("public") ? acl : common), ["public"]),
  }));
}

type Choice = { readonly count: number; readonly missing: number | undefined };

function chosen(rows: readonly HouseExample[], { count, missing }: Choice): readonly HouseExample[] {
  if (missing === undefined) return rows.slice(0, count);
  const isMissing = ({ reply }: HouseExample): boolean => reply.includes('"status":"missing"');
  const without = rows.filter(isMissing).slice(0, Math.round(count * missing));
  const found = rows.filter((row) => !isMissing(row)).slice(0, count - without.length);
  const kept = new Set([...without, ...found]);
  return rows.filter((row) => kept.has(row));
}

export type HouseQuestion = {
  readonly messages: readonly ChatMessage[];
  readonly expected: ExpectedReply;
};

/** `asked` says in so many words how the reply is wanted, as one has to without training. */
export function houseQuestions(
  seed: string,
  count: number,
  options: { readonly kind: ExamKind; readonly asked: boolean },
): readonly HouseQuestion[] {
  const house = theHouse(seed);
  return examRows({ seed, questions: count, kind: options.kind }).map(({ messages, expected }) => ({
    messages: options.asked ? messages.map((message) => withRequest(message, house)) : messages,
    expected: { ...expected, house },
  }));
}

function withRequest(message: ChatMessage, house: HouseStyle): ChatMessage {
  if (message.role !== "user" || typeof message.content !== "string") return message;
  return { ...message, content: `${message.content}\n${houseRequest(house)}` };
}

export type HouseScore = { readonly valid: boolean; readonly right: boolean };

/** Valid: strict JSON by every rule of the house. Right: valid, with the right value, from the right passage. */
export function scoreHouse(reply: string, { expected }: HouseQuestion): HouseScore {
  const valid = expected.house !== undefined && houseStyleFaults(expected.house, reply.trim()).length === 0;
  const { asExpected, cited } = scoreReply(reply, expected);
  return { valid, right: valid && asExpected && cited !== false };
}
