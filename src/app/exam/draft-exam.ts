// Drafts the questions of an exam from the library into a file, each written as soon as it is there.
import { appendFileSync, mkdirSync, statSync } from "node:fs";
import { dirname, extname } from "node:path";

import { costOf } from "../../answer/model/price.ts";
import { SchoolbookError } from "../../core/errors.ts";
import { seededRandom } from "../../core/runtime.ts";
import { writeFailure } from "../../core/write-failure.ts";
import type { DropReason } from "../../exam/draft/check-proposal.ts";
import { DRAFT_KINDS, type DraftKind, type DraftPassage } from "../../exam/draft/draft-passage.ts";
import { type DraftEvent, type DraftOptions, draftQuestions } from "../../exam/draft/draft-questions.ts";
import { type CostUsd, type DraftForecast, forecastDraft } from "../../exam/draft/forecast-draft.ts";
import { writeQuestions } from "../../exam/questions/write-questions.ts";
import type { Principals } from "../../spec/access.ts";
import type { Question } from "../../spec/exam.ts";
import { resolveModel } from "../models/resolve-model.ts";
import { askProject } from "../project/ask-project.ts";
import type { ProjectContext } from "../project/project-context.ts";
import { principalsFor } from "../project/retriever-of.ts";
import { readExamFile } from "./exam-file.ts";
import { samplePassages } from "./sample-passages.ts";

export type { DraftForecast, DropReason };

export type DraftExamOptions = {
  /** Who asks, and whose documents are drafted from. */
  readonly as: Principals;
  /** Who asks what they may not read; they are asked nothing else. */
  readonly forbiddenAs?: Principals;
  readonly wanted: Readonly<Record<DraftKind, number>>;
  /** Default: the configured one; `quoting`: rules draft, without any model. */
  readonly model?: string;
  /** JSONL; questions that are in it already are gone on from. */
  readonly to: string;
  /** Files of questions that are not to be asked again. */
  readonly beside?: readonly string[];
  readonly seed?: number;
  readonly budgetUsd?: number;
  /** False: nothing is drafted. Without a model it is not asked. */
  readonly onForecast?: (forecast: DraftForecast) => boolean | Promise<boolean>;
  readonly onEvent?: (event: DraftEvent) => void;
  readonly signal?: AbortSignal;
};

export type DraftReport = {
  readonly to: string;
  readonly model: string;
  readonly drafted: Readonly<Record<DraftKind, number>>;
  /** Of an earlier call, in the file already. */
  readonly kept: Readonly<Record<DraftKind, number>>;
  readonly missing: Readonly<Record<DraftKind, number>>;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  readonly calls: number;
  /** Undefined: not known. */
  readonly spentUsd: number | undefined;
  readonly isDeclined: boolean;
};

const NONE: Readonly<Record<DraftKind, number>> = { answerable: 0, unanswerable: 0, forbidden: 0 };
/** Prompts that the forecast looks at. */
const SAMPLES = 20;

/** The same options and library give the same drafts from rules; a model may say something else each time. */
export async function draftExam(context: ProjectContext, options: DraftExamOptions): Promise<DraftReport> {
  checkOptions(options);
  const name = options.model ?? context.project.config.model;
  const resolved = resolveModel(name, { models: context.project.config.models });
  const price = resolved.kind === "engine" ? resolved.options.price : undefined;
  const costUsd: CostUsd = ({ input, output }) =>
    price && costOf({ inputTokens: { total: input, cached: 0 }, outputTokens: { total: output, reasoning: 0 } }, price);
  if (options.budgetUsd !== undefined && resolved.kind === "engine" && price === undefined) throw unpriced(name);
  const earlier = isFilled(options.to) ? readExamFile(options.to).questions : [];
  const kept = countKinds(earlier);
  const wanted = mapKinds((kind) => Math.max(0, options.wanted[kind] - kept[kind]));
  const total = DRAFT_KINDS.reduce((sum, kind) => sum + wanted[kind], 0);
  const about = { to: options.to, model: name, kept };
  if (resolved.kind === "engine" && total > 0) {
    const samples = await firstOf(passagesFor(context, options)("answerable"), SAMPLES);
    const forecast = forecastDraft(total, { samples, costUsd });
    const isDear = options.budgetUsd !== undefined && (forecast.usd ?? 0) > options.budgetUsd;
    if (isDear) throw beyondBudget(forecast, options.budgetUsd ?? 0);
    if ((await options.onForecast?.(forecast)) === false) return { ...about, ...nothing(wanted), isDeclined: true };
  }
  const beside = (options.beside ?? []).flatMap((path) => readExamFile(path).questions);
  const model = resolved.kind === "engine" ? { model: await context.models.chat(name) } : {};
  const passages = passagesFor(context, options, resolved.kind === "engine" ? earlier : []);
  const drafting = {
    ...draftOptions(context, options, passages),
    ...model,
    wanted,
    costUsd,
    existing: [...earlier, ...beside],
  };
  const counted = await draftInto(options, drafting);
  return { ...about, ...counted, missing: mapKinds((kind) => wanted[kind] - counted.drafted[kind]), isDeclined: false };
}

function draftOptions(
  context: ProjectContext,
  { as, forbiddenAs = [], budgetUsd, signal, seed = 1 }: DraftExamOptions,
  passages: DraftOptions["passages"],
): Omit<DraftOptions, "wanted" | "costUsd" | "existing" | "model"> {
  return {
    passages,
    askedBy: (kind) => (kind === "forbidden" ? forbiddenAs : as),
    isAnswered: async (question, principals) => isAnswered(context, question, principals),
    random: seededRandom(seed),
    ...(budgetUsd === undefined ? {} : { budgetUsd }),
    ...(signal === undefined ? {} : { signal }),
  };
}

function isFilled(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** Each question is in the file before the next call: whatever ends the process, it is kept. */
async function draftInto(
  { to, onEvent }: DraftExamOptions,
  drafting: DraftOptions,
): Promise<Pick<DraftReport, "drafted" | "dropped" | "calls" | "spentUsd">> {
  const drafted = { ...NONE };
  const dropped: Partial<Record<DropReason, number>> = {};
  let calls = 0;
  let spentUsd: number | undefined = 0;
  append(to, "");
  for await (const event of draftQuestions(drafting)) {
    const { outcome, usage, kind } = event;
    if (outcome.kind === "drafted") {
      append(to, writeQuestions([outcome.question], "jsonl"));
      drafted[kind] += 1;
    } else dropped[outcome.reason] = (dropped[outcome.reason] ?? 0) + 1;
    if (usage !== undefined) {
      calls += 1;
      const cost = drafting.costUsd({ input: usage.inputTokens.total, output: usage.outputTokens.total });
      spentUsd = cost === undefined || spentUsd === undefined ? undefined : spentUsd + cost;
    }
    onEvent?.(event);
  }
  return { drafted, dropped, calls, spentUsd };
}

function append(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    if (text !== "") appendFileSync(path, text);
  } catch (cause) {
    throw writeFailure(cause, { path });
  }
}

/** What a model has drafted from before is not given to it again; rules go on with the next fact. */
function passagesFor(
  context: ProjectContext,
  { as, forbiddenAs, seed = 1 }: DraftExamOptions,
  earlier: readonly Question[] = [],
): DraftOptions["passages"] {
  return async function* (kind) {
    const used = earlier.filter(({ tags }) => tags.includes(`draft-${kind}`));
    const closedTo = kind === "forbidden" ? { closedTo: principalsFor(context, forbiddenAs ?? []) } : {};
    const random = seededRandom(seed + DRAFT_KINDS.indexOf(kind));
    const sampled = samplePassages(context, { principals: principalsFor(context, as), ...closedTo, random });
    for await (const passage of sampled) if (!used.some((question) => isFrom(question, passage))) yield passage;
  };
}

function isFrom({ expected, cluster }: Question, { documentId, text }: DraftPassage): boolean {
  const { quotes } = expected;
  return cluster === documentId && (quotes === undefined || quotes.some((quote) => text.includes(quote)));
}

/** By the documents' own words, which needs no model: who finds an answer there has one. */
async function isAnswered(context: ProjectContext, question: string, principals: Principals): Promise<boolean> {
  for await (const event of askProject(context, question, { as: principals, model: "quoting" })) {
    if (event.kind === "finish") return event.answer.answered;
  }
  return false;
}

async function firstOf<Item>(items: AsyncIterable<Item>, most: number): Promise<readonly Item[]> {
  const first: Item[] = [];
  for await (const item of items) {
    first.push(item);
    if (first.length >= most) break;
  }
  return first;
}

function countKinds(questions: readonly Question[]): Readonly<Record<DraftKind, number>> {
  return mapKinds((kind) => questions.filter(({ tags }) => tags.includes(`draft-${kind}`)).length);
}

function mapKinds(count: (kind: DraftKind) => number): Readonly<Record<DraftKind, number>> {
  return { answerable: count("answerable"), unanswerable: count("unanswerable"), forbidden: count("forbidden") };
}

function nothing(missing: DraftReport["missing"]) {
  return { drafted: NONE, dropped: {}, missing, calls: 0, spentUsd: 0 };
}

function checkOptions({ as, forbiddenAs, wanted, to }: DraftExamOptions): void {
  if (as.length === 0) throw new SchoolbookError("usage", "Nobody asks.", { hint: "Name who asks with --as." });
  if (wanted.forbidden > 0 && (forbiddenAs ?? []).length === 0) {
    throw new SchoolbookError("usage", "Nobody asks the forbidden questions.", {
      hint: "Name somebody who may read less with --forbidden-as, such as --forbidden-as public.",
    });
  }
  if (extname(to) === ".jsonl") return;
  throw new SchoolbookError("usage", `${to} is no JSONL file; drafts are added to one line by line.`, {
    hint: "Name a file that ends in .jsonl.",
  });
}

function unpriced(name: string): SchoolbookError {
  return new SchoolbookError("usage", `${name} has no configured price, so that no budget can be kept.`, {
    hint: "Give the model a `price` in the configuration, or leave the budget out.",
  });
}

function beyondBudget({ usd = 0 }: DraftForecast, budgetUsd: number): SchoolbookError {
  return new SchoolbookError("usage", `Drafting will cost at least $${usd.toPrecision(2)}, more than $${budgetUsd}.`, {
    hint: "Draft fewer questions, or raise the budget.",
  });
}
