// How a prompt asks for the house's form: in words, with worked examples, or not at all since school has taught it.
import type { ChatAdapter, ChatMessage, ChatModel, TrainExample } from "../../src/index.ts";
import {
  houseQuestions,
  type HouseQuestion,
  type HouseScore,
  houseRows,
  scoreHouse,
  theHouse,
} from "../world/house-rows.ts";
import { houseRequest } from "../world/house-style.ts";
import { closedMessages, type Message } from "../world/reading-prompt.ts";
import { askModel } from "./ask-model.ts";
import type { Lab } from "./experiment.ts";
import { trainRows, type Tuned } from "./train-rows.ts";

/** One house for all experiments, so that they share what was trained. */
export const HOUSE_SEED = "lab";

export type Asking = "rules" | "rules and examples" | "nothing";

const EXAMPLES = 2;

/** Two turns before the question show what is wanted, as a careful writer of prompts would. */
export function askedFor(messages: readonly Message[], asking: Asking): readonly Message[] {
  if (asking === "nothing") return messages;
  const rules = houseRequest(theHouse(HOUSE_SEED));
  const asked = messages.map((message) =>
    message.role === "user" ? { ...message, content: `${message.content}\n${rules}` } : message,
  );
  if (asking === "rules") return asked;
  const [system, ...rest] = asked;
  return system === undefined ? asked : [system, ...workedExamples(), ...rest];
}

function workedExamples(): readonly Message[] {
  return shortRows()
    .slice(0, EXAMPLES)
    .flatMap(({ messages }) => messages.filter(({ role }) => role !== "system"))
    .flatMap(({ role, content }) =>
      (role === "user" || role === "assistant") && typeof content === "string" ? [{ role, content }] : [],
    );
}

/** Short ones leave room for the question within nano's context. */
function shortRows(): readonly TrainExample[] {
  const length = ({ messages }: TrainExample): number =>
    messages.reduce((sum, message) => sum + wordsOf(message).length, 0);
  return houseRows({ seed: HOUSE_SEED, count: 40 }).toSorted((one, other) => length(one) - length(other));
}

export function wordsOf(message: ChatMessage | undefined): string {
  return typeof message?.content === "string" ? message.content : "";
}

/** Taught by reading: passages, question, and the house's reply. */
export async function tunedHouse(lab: Lab, rows: number, epochs: number): Promise<Tuned> {
  return trainRows(lab, { rows: houseRows({ seed: HOUSE_SEED, count: rows, missing: 0.1 }), epochs });
}

/** Questions on passages of companies that school never saw. */
export function unseenQuestions(count: number): readonly HouseQuestion[] {
  return houseQuestions(HOUSE_SEED, count, { kind: "single", asked: false });
}

/** The same question with nothing to read. */
export function withoutBook(messages: HouseQuestion["messages"]): readonly Message[] {
  const text = wordsOf(messages.at(-1));
  return closedMessages(text.slice(text.lastIndexOf("Question: ") + "Question: ".length));
}

export function plainMessages(messages: HouseQuestion["messages"]): readonly Message[] {
  return messages.flatMap(({ role, content }) =>
    role !== "tool" && typeof content === "string" ? [{ role, content }] : [],
  );
}

export type HouseArm = {
  readonly asking: Asking;
  readonly book: boolean;
  readonly adapter?: ChatAdapter;
};

export async function sitHouse(
  model: ChatModel,
  questions: readonly HouseQuestion[],
  { asking, book, adapter }: HouseArm,
): Promise<readonly HouseScore[]> {
  const scores: HouseScore[] = [];
  for (const question of questions) {
    const messages = book ? plainMessages(question.messages) : withoutBook(question.messages);
    scores.push(scoreHouse(await askModel(model, askedFor(messages, asking), adapter), question));
  }
  return scores;
}
