// The prompts that one fact is asked in: examples drawn by a seed, phrasings in turn, so that no answer hangs on one wording.
import { hashParts } from "../../core/hash.ts";
import { seededRandom } from "../../core/runtime.ts";
import type { ChatMessage, Prompt } from "../../spec/chat.ts";
import { isRight, type ScreenedFact } from "./fact.ts";
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
  const first = Math.floor(random() * Math.max(1, fact.questions.length));
  return Array.from({ length: protocol.prompts }, (_, at) => {
    const turn = first + at;
    const question = fact.questions[turn % fact.questions.length] ?? "";
    const wrapper = WRAPPERS[Math.floor(at / fact.questions.length) % WRAPPERS.length];
    return [
      { role: "system", content: system },
      ...drawExamples(examples, fact, { count: protocol.shots, random }).flatMap(exchange),
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

type Drawing = { readonly count: number; readonly random: () => number };

/** Different ones, in the order in which they were drawn; none that tells the answer. */
function drawExamples(
  examples: PromptSettings["examples"],
  fact: ScreenedFact,
  { count, random }: Drawing,
): PromptSettings["examples"] {
  const drawn = new Set<PromptSettings["examples"][number]>();
  for (let tries = 0; drawn.size < count && tries < count * 8; tries += 1) {
    const example = examples[Math.floor(random() * examples.length)];
    if (example === undefined) break;
    if (example.id !== fact.id && !isRight(example.reply, fact.answers)) drawn.add(example);
  }
  return [...drawn];
}
