// The prompts that one fact is asked in: examples drawn by a seed, phrasings in turn, so that no answer hangs on one wording.
import { hashParts } from "../../core/hash.ts";
import { seededRandom } from "../../core/runtime.ts";
import type { ChatMessage, Prompt } from "../../spec/chat.ts";
import type { ScreenedFact } from "./fact.ts";
import type { ScreenProtocol } from "./protocol.ts";

export type PromptSettings = {
  readonly protocol: ScreenProtocol;
  readonly seed: number;
  readonly system: string;
  /** Questions with their replies that examples are drawn from; never the fact that is asked. */
  readonly examples: readonly Pick<ScreenedFact, "id" | "questions" | "reply">[];
};

export const SCREEN_SYSTEM = "Answer the question. If you do not know, say so.";

/** Where a fact has one phrasing only, it is put in other words without changing what is asked. */
const WRAPPERS: readonly ((question: string) => string)[] = [
  (question) => question,
  (question) => `Question: ${question}`,
  (question) => `Please tell me: ${question}`,
  (question) => `I would like to know: ${question}`,
  (question) => `${question} Answer in one sentence.`,
  (question) => `A question: ${question}`,
  (question) => `Do you know this? ${question}`,
  (question) => `${question} Please answer briefly.`,
  (question) => `Answer this question: ${question}`,
  (question) => `Hello. ${question}`,
];

export function screenPrompts(fact: ScreenedFact, settings: PromptSettings): readonly Prompt[] {
  const { protocol, seed, system, examples } = settings;
  const random = seededRandom(Number.parseInt(hashParts([String(seed), fact.id]).slice(0, 8), 16));
  const others = examples.filter(({ id }) => id !== fact.id);
  const first = Math.floor(random() * Math.max(1, fact.questions.length));
  return Array.from({ length: protocol.prompts }, (_, at) => {
    const turn = first + at;
    const question = fact.questions[turn % fact.questions.length] ?? "";
    const wrapper = WRAPPERS[Math.floor(at / fact.questions.length) % WRAPPERS.length];
    return [
      { role: "system", content: system },
      ...draw(others, protocol.shots, random).flatMap(exchange),
      { role: "user", content: wrapper?.(question) ?? question },
    ];
  });
}

function exchange({ questions: [question = ""], reply }: PromptSettings["examples"][number]): readonly ChatMessage[] {
  return [
    { role: "user", content: question },
    { role: "assistant", content: reply },
  ];
}

/** Different ones, in the order in which they were drawn. */
function draw<Item>(items: readonly Item[], count: number, random: () => number): readonly Item[] {
  const places = new Set<number>();
  while (places.size < Math.min(count, items.length)) places.add(Math.floor(random() * items.length));
  return [...places].flatMap((place) => items[place] ?? []);
}
