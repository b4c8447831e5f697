// Whether all that the askers of an exam may read fits into one prompt of a model, and what it would take where it does not.
import { estimatePrompt } from "../../answer/model/prompt/fit-passages.ts";
import { writePrompt } from "../../answer/model/prompt/write-prompt.ts";
import { estimateTokens } from "../../core/estimate-tokens.ts";
import type { ChatModel, Prompt } from "../../spec/chat.ts";
import type { Question } from "../../spec/exam.ts";
import { readChecked } from "../project/checked-store.ts";
import type { ProjectContext } from "../project/project-context.ts";
import { readAllOf } from "../project/read-all.ts";
import { principalsFor } from "../project/retriever-of.ts";
import type { WrittenArm } from "./arms/arm-schema.ts";
import { prepareArm, WHOLE_LIBRARY_TOKENS } from "./arms/prepare-arm.ts";

export type WholeLibraryOptions = {
  /** With its prompt; what it may read is what is looked for. */
  readonly arm: WrittenArm;
  readonly model: string;
  readonly questions: readonly Question[];
};

export type WholeLibraryFit =
  /** The most that the prompt of one of the questions can have. */
  | { readonly kind: "fits"; readonly promptTokens: number }
  | { readonly kind: "lacks"; readonly what: string; readonly remedy: string };

/** What is said to the model besides, and how much an estimate may be off. */
const BESIDES = 256;
const ESTIMATED = 1.1;

export async function fitWholeLibrary(
  context: ProjectContext,
  { arm, model: name, questions }: WholeLibraryOptions,
): Promise<WholeLibraryFit> {
  const { answering } = await prepareArm(context, { ...arm, model: name }, "");
  if (answering.kind === "quoting") return lacking("quoting has no prompt", "Name a chat model with --model.");
  const { template, settings } = answering;
  const model = await context.models.chat(name);
  const room = roomOf(model, settings.maxReplyTokens);
  const readAll = readAllOf(await context.library.forReading());
  let most = 0;
  for (const own of Map.groupBy(questions, ({ principals }) => principals.toSorted().join("\n")).values()) {
    const [first] = own;
    if (first === undefined) continue;
    const readers = principalsFor(context, first.principals);
    const passages = await readChecked(context, async () => readAll(readers, WHOLE_LIBRARY_TOKENS));
    if (passages === undefined) return tooLarge(`more than ${shown(WHOLE_LIBRARY_TOKENS)}`, room);
    const prompt = writePrompt({ template, passages, question: longest(own) });
    most = Math.max(most, await tokensOf(prompt, model, room));
    if (most > room) return tooLarge(`about ${shown(most)}`, room);
  }
  return { kind: "fits", promptTokens: most };
}

/** Room for the reply is kept free. */
function roomOf({ contextTokens = WHOLE_LIBRARY_TOKENS }: ChatModel, maxReplyTokens: number): number {
  return Math.min(WHOLE_LIBRARY_TOKENS, contextTokens - Math.min(maxReplyTokens, Math.floor(contextTokens / 4)));
}

function longest(questions: readonly Question[]): string {
  const texts = questions.map(({ question }) => question);
  return texts.toSorted((one, other) => estimateTokens(other) - estimateTokens(one))[0] ?? "";
}

/** What is far too long is not counted to the last token, which some models take long for. */
async function tokensOf(prompt: Prompt, model: ChatModel, room: number): Promise<number> {
  const estimated = estimatePrompt(prompt);
  const counted = estimated > 2 * room ? undefined : await model.countTokens?.(prompt);
  return BESIDES + (counted ?? Math.ceil(estimated * ESTIMATED));
}

function tooLarge(tokens: string, room: number): WholeLibraryFit {
  const remedy =
    room < WHOLE_LIBRARY_TOKENS
      ? `It would take a model with a context of ${tokens} tokens and its reply.`
      : "An arm of your own with larger `maxTokens` may be put to the exam: `schoolbook exam run --arms FILE`.";
  return lacking(`the whole library makes a prompt of ${tokens} tokens, and there is room for ${shown(room)}`, remedy);
}

function lacking(what: string, remedy: string): WholeLibraryFit {
  return { kind: "lacks", what, remedy };
}

function shown(tokens: number): string {
  return tokens.toLocaleString("en");
}
