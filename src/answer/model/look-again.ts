// A second look: a model that finds no answer among several passages is shown the best ones alone, and believed where every claim is verified.
import type { AnswerEvent } from "../../spec/answer.ts";
import type { ChatModel } from "../../spec/chat.ts";
import { addUsage } from "./collect-reply.ts";
import { drain } from "./drain.ts";
import { named, type Work, whyRefused } from "./finish-answer.ts";
import type { LookAgain } from "./model-answering.ts";
import { fitPassages } from "./prompt/fit-passages.ts";
import { writePrompt } from "./prompt/write-prompt.ts";
import { type Replied, streamReply } from "./stream-reply.ts";

/** Models with less room than this are small, and small models lose what they read among other things. */
const ROOM_OF_SMALL = 4096;
const FEW = 2;

/** The reply that counts. Nothing of the first one has been shown: a refusal is held back until it ends. */
export async function* lookAgain(work: Work, first: Replied): AsyncGenerator<AnswerEvent, Replied> {
  const few = passagesFor(work.settings.lookAgain, work.options.model);
  // why: only a search puts the likeliest passages first.
  const hasMore = few > 0 && work.gathered.retrieval === "search" && work.fitted.passages.length > few;
  if (!hasMore || first.raw.trim() === "" || whyRefused(work, first) === undefined) return first;
  const { events, value: second } = await drain(streamReply(await narrow(work, few)));
  const usage = addUsage(first.usage, second.usage);
  const waitedMs = (first.waitedMs ?? 0) + (second.waitedMs ?? 0);
  const spent = { usage, ...(waitedMs === 0 ? {} : { waitedMs }) };
  const isSure = second.reply.citations.length > 0 && second.reply.unsupported.length === 0;
  if (!isSure) return { ...first, ...spent };
  yield* events;
  return { ...second, ...spent };
}

function passagesFor(wanted: LookAgain, { contextTokens }: Pick<ChatModel, "contextTokens">): number {
  if (wanted !== "auto") return wanted;
  return contextTokens !== undefined && contextTokens < ROOM_OF_SMALL ? FEW : 0;
}

/** The first passages keep their numbers, so that marks mean the same in both prompts. */
async function narrow(work: Work, few: number): Promise<Work> {
  const { options, request, question, shown, shelf, settings } = work;
  const fitted = await fitPassages(work.fitted.passages.slice(0, few), {
    model: options.model,
    maxTokens: settings.maxPromptTokens,
    write: (passages) => writePrompt({ template: options.template, passages, question }),
    ...(request.abortSignal && { signal: request.abortSignal }),
  });
  const passages = new Map([...shelf.passages].filter(([number]) => number <= few));
  return {
    ...work,
    request: named(request, "again"),
    fitted,
    shown: shown.slice(0, few),
    shelf: { ...shelf, passages },
  };
}
