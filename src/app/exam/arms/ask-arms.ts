// Answers the questions of an exam through its arms: search, oracle, whole library or closed book, through the same interface as `ask`.
import { createModelAnswerer } from "../../../answer/model/create-model-answerer.ts";
import type { GivenPassages } from "../../../answer/model/model-answering.ts";
import { createQuotingAnswerer } from "../../../answer/quote/create-quoting-answerer.ts";
import { SchoolbookError } from "../../../core/errors.ts";
import type { ArmCall, ArmReply, AskArm } from "../../../exam/run/ask-arm.ts";
import { STANDARD_ANALYZER } from "../../../library/index/analyze.ts";
import type { Principals } from "../../../spec/access.ts";
import type { Answer, Answerer, AnswerRequest } from "../../../spec/answer.ts";
import type { ChatAdapter } from "../../../spec/chat.ts";
import type { Question } from "../../../spec/exam.ts";
import type { Retriever } from "../../../spec/retriever.ts";
import { refuseTooOpen } from "../../project/check-access.ts";
import { canRead, checkedStore, readChecked } from "../../project/checked-store.ts";
import { withExactHeadings } from "../../project/exact-headings.ts";
import { findDocument } from "../../project/place-of.ts";
import type { ProjectContext } from "../../project/project-context.ts";
import { readAllOf } from "../../project/read-all.ts";
import { principalsFor, retrieverOf } from "../../project/retriever-of.ts";
import { shelfOf } from "../../school/shelf-of.ts";
import { oraclePassages } from "./oracle-passages.ts";
import type { Answering, PreparedArm } from "./prepare-arm.ts";
import { refuseUncleared } from "./refuse-uncleared.ts";

type Asking = { readonly question: Question; readonly principals: Principals; readonly call: ArmCall };

export function askArms(context: ProjectContext, arms: readonly PreparedArm[]): AskArm {
  const byName = new Map(arms.map((prepared) => [prepared.arm.name, prepared]));
  return async (question, arm, call) => {
    const prepared = byName.get(arm.name);
    if (prepared === undefined) throw new SchoolbookError("internal", `Nothing answers for the arm ${arm.name}.`);
    const asking = { question, principals: principalsFor(context, question.principals), call };
    const reading = { principals: asking.principals, canRead: canRead(context, asking.principals) };
    await refuseUncleared(arm, reading, shelfOf(context.project));
    return arm.context.kind === "none"
      ? await closedBook(context, prepared, asking)
      : await openBook(context, prepared, asking);
  };
}

/** Needs no library, and so no library has to be there. */
async function closedBook(context: ProjectContext, prepared: PreparedArm, asking: Asking): Promise<ArmReply> {
  const { answering } = prepared;
  if (answering.kind !== "model") throw new SchoolbookError("internal", "Quoting has no closed book.");
  const answerer = createModelAnswerer({
    ...(await modelParts(context, prepared.arm, { ...prepared, answering, ...asking.call })),
    retriever: NO_SEARCH,
    readDocument: async () => Promise.resolve(undefined),
    givePassages: async () => Promise.resolve({ passages: [], retrieval: "none" }),
  });
  const answer = await lastAnswer(answerer, requestOf(asking));
  return replyOf(answer, [], costOf(answer, answering));
}

const NO_SEARCH: Retriever = {
  search: async () => Promise.reject(new SchoolbookError("internal", "A closed book was searched.")),
};

async function openBook(context: ProjectContext, prepared: PreparedArm, asking: Asking): Promise<ArmReply> {
  await refuseTooOpen(context);
  const store = await checkedStore(context);
  const retriever = await retrieverOf(context, asking.call.abortSignal);
  const found: string[] = [];
  const parts = {
    retriever: noting(retriever, found),
    readDocument: async (id: string, readers: Principals) => store.document(id, readers),
    analyze: STANDARD_ANALYZER,
    runtime: context.runtime,
  };
  const { answering } = prepared;
  const answerer =
    answering.kind === "quoting"
      ? createQuotingAnswerer({ ...parts, ...limitOf(prepared) })
      : createModelAnswerer({
          ...parts,
          ...(await modelParts(context, prepared.arm, { ...prepared, answering, ...asking.call })),
          ...givenPassages(context, prepared, { asking, retriever }),
        });
  const readOwn = async (id: string) => store.document(id, asking.principals);
  const answer = await lastAnswer(answerer, requestOf(asking), readOwn);
  const shown = answer.trace?.shown.map(({ documentId }) => documentId) ?? found;
  return replyOf(answer, [...new Set(shown)], costOf(answer, answering));
}

/** Remembers which documents the last search found, best first: quoting does not tell. */
function noting(retriever: Retriever, found: string[]): Retriever {
  return {
    search: async (request) => {
      const result = await retriever.search(request);
      if (result.hits.length > 0) found.splice(0, found.length, ...result.hits.map((hit) => hit.passage.documentId));
      return result;
    },
  };
}

function limitOf({ arm: { context } }: PreparedArm): { readonly passages?: number } {
  return context.kind === "search" ? { passages: context.limit } : {};
}

type ByModel = {
  readonly model: string;
  readonly answering: Extract<Answering, { kind: "model" }>;
  readonly repeat: number;
};

async function modelParts(
  context: ProjectContext,
  { adapter }: PreparedArm["arm"],
  { model, answering: { template, settings, sampling, price }, repeat }: ByModel,
) {
  return {
    template,
    settings,
    model: await context.models.chat(model),
    analyze: STANDARD_ANALYZER,
    runtime: context.runtime,
    ...(adapter === undefined ? {} : { adapter: withoutHash(adapter) }),
    ...(price === undefined ? {} : { price }),
    // why: with chance in it, the same call again is to be another draw.
    sampling: sampling.seed === undefined ? sampling : { ...sampling, seed: sampling.seed + repeat },
  };
}

function withoutHash(adapter: NonNullable<PreparedArm["arm"]["adapter"]>): ChatAdapter {
  const { hash: _, ...loaded } = adapter;
  return loaded;
}

type Giving = { readonly asking: Asking; readonly retriever: Retriever };

function givenPassages(
  context: ProjectContext,
  { arm }: PreparedArm,
  { asking: { question, principals }, retriever }: Giving,
): { readonly givePassages?: () => Promise<GivenPassages> } {
  if (arm.context.kind === "oracle") {
    const readDocument = async (name: string, readers: Principals) =>
      readChecked(context, async () => findDocument(context, name, readers));
    return {
      givePassages: async () => ({
        passages: await oraclePassages(question, principals, { readDocument, retriever }),
        retrieval: "given",
      }),
    };
  }
  if (arm.context.kind !== "whole-library") return {};
  const { maxTokens } = arm.context;
  return { givePassages: async () => wholeLibrary(context, principals, maxTokens) };
}

async function wholeLibrary(
  context: ProjectContext,
  principals: Principals,
  maxTokens: number,
): Promise<GivenPassages> {
  const readAll = readAllOf(await context.library.forReading());
  const passages = await readChecked(context, async () => readAll(principals, maxTokens));
  if (passages !== undefined) return { passages, retrieval: "all-documents", mustFit: true };
  throw new SchoolbookError("input_invalid", `What the asker may read has more than ${maxTokens} tokens.`, {
    hint: "Search instead of laying the whole library before the model, or raise `maxTokens` of the arm.",
  });
}

function requestOf({ question: { question, history }, principals, call }: Asking): AnswerRequest {
  return {
    question,
    principals,
    idempotencyKey: call.key,
    abortSignal: call.abortSignal,
    ...(history === undefined ? {} : { history }),
  };
}

async function lastAnswer(
  answerer: Answerer,
  request: AnswerRequest,
  readDocument: Parameters<typeof withExactHeadings>[1] = async () => Promise.resolve(undefined),
): Promise<Answer> {
  for await (const event of withExactHeadings(answerer.answer(request), readDocument)) {
    if (event.kind === "finish") return event.answer;
  }
  throw new SchoolbookError("internal", "The answer did not come to an end.");
}

function costOf({ costUsd }: Answer, answering: Answering): number | undefined {
  return answering.kind === "quoting" ? 0 : costUsd;
}

function replyOf(answer: Answer, retrieved: readonly string[], costUsd: number | undefined): ArmReply {
  const { total, waited = 0 } = answer.timingsMs;
  return {
    answer,
    retrieved,
    ...(total === undefined ? {} : { latencyMs: Math.max(0, total - waited) }),
    ...(costUsd === undefined ? {} : { costUsd }),
  };
}
