// A model by a script: it answers exactly when a passage of its prompt holds the fact, misreads where that is planted, and says what it saw.
import type { ChatEvent, ChatModel, ChatRequest } from "../../src/spec/chat.ts";
import type { PlantedQuestion } from "./planted-failures.ts";

export type ScriptedReader = ChatModel & {
  /** Whether its last prompt held the fact. */
  readonly sawFact: () => boolean;
};

const USAGE = { inputTokens: { total: 500, cached: 0 }, outputTokens: { total: 20, reasoning: 0 } };

export function createScriptedReader(planted: PlantedQuestion): ScriptedReader {
  let saw = false;
  return {
    id: "scripted-reader",
    contextTokens: 8000,
    can: { json: false, tools: false, score: false, adapters: false },
    sawFact: () => saw,
    generate: (request) => {
      const passages = passagesOf(request);
      saw = holder(passages, planted) !== undefined;
      return say(replyTo(planted, passages));
    },
  };
}

async function* say(text: string): AsyncGenerator<ChatEvent> {
  await Promise.resolve();
  yield { kind: "text-delta", text };
  yield { kind: "finish", reason: "stop", usage: USAGE };
}

type Passage = { readonly number: number; readonly text: string };

/** Numbered as the template writes them. */
function passagesOf({ prompt }: ChatRequest): readonly Passage[] {
  const content = prompt.at(-1)?.content;
  const text =
    typeof content === "string"
      ? content
      : (content ?? []).map((part) => (part.kind === "text" ? part.text : "")).join("");
  const body = text.slice(0, text.lastIndexOf("\nQuestion: "));
  const heads = [...body.matchAll(/^\[(\d+)\] /gmu)];
  return heads.map((head, at) => ({ number: Number(head[1]), text: body.slice(head.index, heads[at + 1]?.index) }));
}

function holder(passages: readonly Passage[], { sentence }: PlantedQuestion): Passage | undefined {
  return sentence === undefined ? undefined : passages.find(({ text }) => plain(text).includes(plain(sentence)));
}

function replyTo(planted: PlantedQuestion, passages: readonly Passage[]): string {
  const { plant, right, wrong } = planted;
  if (plant === "rightly-refused") return right;
  const seen = holder(passages, planted);
  if (plant === "unanswerable") return `${wrong} [${passages[0]?.number ?? 1}].`;
  if (seen === undefined) return "I don't know.";
  const isMisled = plant === "misread" || (plant === "distracted" && passages.length > 1);
  return `${isMisled ? wrong : right} [${seen.number}].`;
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/gu, " ");
}
