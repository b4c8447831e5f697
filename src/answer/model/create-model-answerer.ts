// Answers with a chat model: passages into a prompt, the reply held against them, what it says that they do not say marked or left unsaid.
import { counted } from "../../core/counted.ts";
import { SchoolbookError } from "../../core/errors.ts";
import { systemRuntime } from "../../core/runtime.ts";
import type { Answerer, AnswerEvent, AnswerRequest } from "../../spec/answer.ts";
import { answerBySchema, SCHEMA_INSTRUCTION } from "./by-schema/answer-by-schema.ts";
import { finishAnswer, refuse, type Work } from "./finish-answer.ts";
import { type Gathered, shownPassages } from "./gather-passages.ts";
import { rewriteQuestion } from "./history/rewrite-question.ts";
import { asksBase, judgeByBase } from "./judge-by-base.ts";
import { lookAgain } from "./look-again.ts";
import { DEFAULT_ANSWERING, type AnsweringSettings, type ModelAnswering } from "./model-answering.ts";
import { openShelf } from "./open-shelf.ts";
import { gatherByParts } from "./parts/gather-by-parts.ts";
import { fitPassages } from "./prompt/fit-passages.ts";
import { writePrompt } from "./prompt/write-prompt.ts";
import { CHECK_INSTRUCTION } from "./read-check.ts";
import { streamReply } from "./stream-reply.ts";

export function createModelAnswerer(options: ModelAnswering): Answerer {
  return { id: options.model.id, answer: (request) => answer(options, request) };
}

async function* answer(options: ModelAnswering, request: AnswerRequest): AsyncGenerator<AnswerEvent> {
  request.abortSignal?.throwIfAborted();
  const work = await prepare(options, request);
  if (isHopeless(work)) yield* refuse(work, { by: "signals" });
  else if (asksBase(work)) yield* replyAfterBase(work);
  else yield* reply(work);
}

async function* replyAfterBase(work: Work): AsyncGenerator<AnswerEvent> {
  const { work: judged, refusing } = await judgeByBase(work);
  if (refusing === undefined) yield* reply(judged);
  else yield* refuse(judged, refusing);
}

async function* reply(work: Work): AsyncGenerator<AnswerEvent> {
  if (work.request.json !== undefined) yield* answerBySchema(work, work.request.json);
  else yield* finishAnswer(work, yield* lookAgain(work, yield* streamReply(work)));
}

/** There is nothing to answer from, or the signals are asked first and are against it. */
function isHopeless({ settings, gathered, shown }: Work): boolean {
  const { chance } = gathered.judged;
  const foundNothing = shown.length === 0 && (gathered.retrieval === "search" || gathered.mustFit === true);
  return foundNothing || (settings.sufficiency === "signals" && chance !== undefined && chance < settings.minChance);
}

/** Everything up to the model's call: the question as it is searched for, the passages, the prompt. */
async function prepare(options: ModelAnswering, request: AnswerRequest): Promise<Work> {
  const { model, analyze, template, runtime } = options;
  const settings: AnsweringSettings = { ...DEFAULT_ANSWERING, ...options.settings };
  const clock = runtime ?? systemRuntime();
  const start = clock.monotonicMs();
  const signal = request.abortSignal;
  const { idempotencyKey } = request;
  const named = idempotencyKey === undefined ? {} : { idempotencyKey };
  const rewriting = { model, by: settings.rewrite, analyze, ...named, ...(signal && { signal }) };
  const rewritten = await rewriteQuestion(request.question, request.history ?? [], rewriting);
  const { question } = rewritten;
  const rewrittenAt = clock.monotonicMs();
  const gathered = await gatherByParts(options, { ...request, question }, settings);
  const gatheredAt = clock.monotonicMs();
  const isChecked = settings.sufficiency === "check" && model.can.json;
  const instruction = request.json !== undefined ? SCHEMA_INSTRUCTION : isChecked ? CHECK_INSTRUCTION : "";
  const fitted = await fitPassages(gathered.passages, {
    model,
    maxTokens: promptBudget(settings, model.contextTokens),
    write: (passages) => writePrompt({ template, passages, question, instruction }),
    ...(signal && { signal }),
  });
  checkFit(gathered, fitted.passages.length, model.id);
  const asked = { principals: request.principals, asked: question };
  const shelf = await openShelf(fitted.passages, options, asked);
  const timings = {
    rewrite: rewrittenAt - start,
    search: gatheredAt - rewrittenAt,
    prompt: clock.monotonicMs() - gatheredAt,
  };
  const shown = shownPassages(fitted.passages);
  return { options, settings, request, question, rewritten, gathered, fitted, shown, shelf, clock, start, timings };
}

function checkFit({ passages, mustFit }: Gathered, fitted: number, model: string): void {
  if (mustFit !== true || fitted === passages.length) return;
  throw new SchoolbookError(
    "input_invalid",
    `${fitted} of ${counted(passages.length, "document")} ${fitted === 1 ? "fits" : "fit"} into a prompt of ${model}.`,
    {
      hint: "Search instead, or choose a model with more room.",
    },
  );
}

/** Room for the reply is kept free. */
function promptBudget(
  { maxPromptTokens, maxReplyTokens, wholeLibraryTokens }: AnsweringSettings,
  context?: number,
): number {
  const wanted = Math.max(maxPromptTokens, wholeLibraryTokens);
  return context === undefined ? wanted : Math.min(wanted, context - Math.min(maxReplyTokens, Math.floor(context / 4)));
}
