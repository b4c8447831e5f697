// The arms of a project's exam, ready to be asked: as data, with what answers for them and what that will take.

import { costOf } from "../../answer/model/price.ts";
import { estimateTokens } from "../../core/estimate-tokens.ts";
import type { AskArm } from "../../exam/run/ask-arm.ts";
import type { EstimateTokens, EstimateUsd } from "../../exam/run/forecast-run.ts";
import type { Principals } from "../../spec/access.ts";
import type { Arm, Question } from "../../spec/exam.ts";
import { placesOf } from "../models/model-context.ts";
import { requireModels } from "../models/require-models.ts";
import { refuseTooOpen } from "../project/check-access.ts";
import type { ProjectContext } from "../project/project-context.ts";
import { principalsFor, retrieverOf } from "../project/retriever-of.ts";
import { askArms } from "./arms/ask-arms.ts";
import { type ArmChoice, type ChosenArm, chooseArms } from "./arms/choose-arms.ts";
import { libraryDigest, withSourceIds } from "./arms/library-state.ts";
import { type PreparedArm, prepareArm } from "./arms/prepare-arm.ts";

export type ProjectArms = {
  readonly arms: readonly Arm[];
  readonly ask: AskArm;
  readonly estimateUsd: EstimateUsd;
  /** The most that a call may cost, by the limits of its prompt and its reply. */
  readonly mostUsd: EstimateUsd;
  readonly estimateTokens: EstimateTokens;
  readonly concurrencyOf: (arm: Arm) => number | undefined;
  readonly timeoutMsOf: (arm: Arm) => number | undefined;
  /** Models of which it is not known what they cost. */
  readonly unpriced: readonly string[];
  /** Throws where a model cannot be asked, and opens all of them, so that no call's time is that of loading. */
  openModels(): Promise<void>;
  /** The questions with their sources named as what is retrieved is named. */
  nameSources(questions: readonly Question[]): Promise<readonly Question[]>;
};

export type ArmsOptions = Omit<ArmChoice, "model"> & {
  /** Whose eyes the exam is for. */
  readonly as: Principals;
  /** Of arms that name none; default: that of the configuration. */
  readonly model?: string | undefined;
};

export async function projectArms(
  context: ProjectContext,
  { as, model, ...choice }: ArmsOptions,
): Promise<ProjectArms> {
  const { config, folder } = context.project;
  const chosen = chooseArms(
    { ...choice, model: model ?? config.model },
    { folder, arms: [...(choice.own ?? []), ...config.exam.arms] },
  );
  const readsLibrary = chosen.some((arm) => arm.context !== "none");
  // why: what the configuration has closed since the last sync is refused once, and not row by row.
  if (readsLibrary) await refuseTooOpen(context);
  const library = readsLibrary ? await libraryDigest(context, principalsFor(context, as)) : undefined;
  const prepared: PreparedArm[] = [];
  for (const arm of chosen) prepared.push(await prepareArm(context, arm, library));
  const estimate = estimator(context, prepared);
  return {
    arms: prepared.map(({ arm }) => arm),
    ask: askArms(context, prepared),
    ...estimate,
    concurrencyOf: ({ name }) => concurrencyOf(prepared.find(({ arm }) => arm.name === name)?.answering),
    timeoutMsOf: ({ name }) => timeoutOf(prepared.find(({ arm }) => arm.name === name)?.answering),
    unpriced: [...new Set(prepared.filter(isUnpriced).map((one) => one.model))],
    openModels: async () => openChosen(context, chosen, readsLibrary),
    nameSources: async (questions) => (readsLibrary ? withSourceIds(context, questions) : questions),
  };
}

/** Quoting is this very process. */
function concurrencyOf(answering: PreparedArm["answering"] | undefined): number | undefined {
  return answering?.kind === "model" ? answering.concurrency : 1;
}

/** An answer may take a rewritten question, its parts and a judgement besides. */
const CALLS_OF_AN_ANSWER = 4;

function timeoutOf(answering: PreparedArm["answering"] | undefined): number | undefined {
  const most = answering?.kind === "model" ? answering.maxDurationMs : undefined;
  return most === undefined ? undefined : CALLS_OF_AN_ANSWER * most;
}

function isUnpriced({ answering }: PreparedArm): boolean {
  return answering.kind === "model" && answering.price === undefined;
}

async function openChosen(context: ProjectContext, chosen: readonly ChosenArm[], readsLibrary: boolean): Promise<void> {
  const { project, runtime, offline } = context;
  const names = [...new Set(chosen.map(({ model }) => model))].filter((name) => name !== "quoting");
  const required = names.map((name) => ({ name, role: "chat" as const }));
  await requireModels(required, project.config.models, { runtime, offline, ...placesOf(project) });
  if (readsLibrary) await retrieverOf(context);
  for (const name of names) await context.models.chat(name);
}

/** What replies have on average; most are far from what they may have at most. */
const USUAL_REPLY = 128;

function estimator(context: ProjectContext, prepared: readonly PreparedArm[]) {
  const { targetTokens } = context.project.config.chunking;
  const byName = new Map(prepared.map((one) => [one.arm.name, one]));
  const tokens: EstimateTokens = ({ question }, { name }) => {
    const one = byName.get(name);
    if (one?.answering.kind !== "model") return { input: 0, output: 0 };
    const { template, settings } = one.answering;
    const own = estimateTokens(template.system) + estimateTokens(template.user) + estimateTokens(question);
    const read = passageTokens(one.arm, targetTokens);
    return {
      input: Math.min(settings.maxPromptTokens + read.whole, own + read.passages + read.whole),
      output: Math.min(settings.maxReplyTokens, USUAL_REPLY),
    };
  };
  const most: EstimateTokens = ({ history }, { name }) => {
    const one = byName.get(name);
    if (one?.answering.kind !== "model") return { input: 0, output: 0 };
    const { maxPromptTokens, wholeLibraryTokens, maxReplyTokens } = one.answering.settings;
    const rewriting = history === undefined ? 0 : maxReplyTokens;
    const prompt = Math.max(maxPromptTokens, wholeLibraryTokens);
    return { input: prompt + 4 * rewriting, output: maxReplyTokens + rewriting };
  };
  const usdOf =
    (estimate: EstimateTokens): EstimateUsd =>
    (question, arm) => {
      const answering = byName.get(arm.name)?.answering;
      if (answering?.kind === "quoting") return 0;
      if (answering?.price === undefined) return undefined;
      const { input, output } = estimate(question, arm);
      const usage = { inputTokens: { total: input, cached: 0 }, outputTokens: { total: output, reasoning: 0 } };
      return costOf(usage, answering.price);
    };
  return { estimateTokens: tokens, estimateUsd: usdOf(tokens), mostUsd: usdOf(most) };
}

function passageTokens({ context }: Arm, target: number): { readonly passages: number; readonly whole: number } {
  if (context.kind === "search") return { passages: context.limit * target, whole: 0 };
  if (context.kind === "oracle") return { passages: target, whole: 0 };
  return { passages: 0, whole: context.kind === "whole-library" ? context.maxTokens : 0 };
}
