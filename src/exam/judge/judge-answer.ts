// A judge's score of one answer: several votes, the verdict computed from their numbers, and how often they fell on both sides of it.
import type { ChatModel, Prompt } from "../../spec/chat.ts";
import { type CallOptions, type Vote, voteOnScore } from "./ask-once.ts";
import { JUDGE_PROMPT_VERSION, type ScoreTask, scorePrompt } from "./judge-prompt.ts";
import { meanOf } from "./judged-item.ts";
import type { KeptVotes } from "./kept-votes.ts";

export type JudgeOptions = {
  readonly model: ChatModel;
  /** How often each question is put; a single vote hides how far the judge wavers. */
  readonly votes?: number;
  readonly temperature?: number;
  /** Each vote has its own, counted up from this one. */
  readonly seed?: number;
  readonly maxTokens?: number;
  readonly abortSignal?: AbortSignal;
  /** Votes of earlier tries are taken from here, and new ones put there. */
  readonly kept?: KeptVotes;
};

export type JudgedScore =
  | {
      readonly kind: "judged";
      /** Mean of the votes, 0 to 1. */
      readonly score: number;
      readonly isAccepted: boolean;
      readonly votes: readonly number[];
      /** Share of the votes that went against the verdict. */
      readonly flipRate: number;
      readonly failedVotes: number;
      readonly reasons: readonly string[];
      /** Another wording is another judge, and has to be calibrated anew. */
      readonly promptVersion: string;
    }
  | { readonly kind: "failed"; readonly reason: string };

export const DEFAULT_VOTES = 3;
/** "With a slight flaw" and better. */
const ACCEPT_FROM = 0.75;

/** A vote that fails is counted, and the score failed where most of them do: a rest of lucky ones is no sample. */
export async function judgeAnswer(
  task: ScoreTask,
  { acceptFrom = ACCEPT_FROM, ...options }: JudgeOptions & { readonly acceptFrom?: number },
): Promise<JudgedScore> {
  const votes: Vote<number>[] = [];
  for (const call of callsOf(options)) votes.push(await voteOnce(scorePrompt(task), call, options));
  const cast = votes.flatMap((vote) => (vote.kind === "cast" ? [vote] : []));
  const failed = votes.flatMap((vote) => (vote.kind === "failed" ? [vote] : []));
  if (cast.length <= failed.length) return { kind: "failed", reason: failed[0]?.reason ?? "there was no vote" };
  const values = cast.map(({ value }) => value);
  const score = meanOf(values);
  const isAccepted = score >= acceptFrom - 1e-9;
  return {
    kind: "judged",
    score,
    isAccepted,
    votes: values,
    flipRate: values.filter((value) => value >= acceptFrom !== isAccepted).length / values.length,
    failedVotes: failed.length,
    reasons: cast.map(({ reason }) => reason),
    promptVersion: JUDGE_PROMPT_VERSION,
  };
}

/** In the file before anything else is asked. */
async function voteOnce(prompt: Prompt, call: CallOptions, { model, kept }: JudgeOptions): Promise<Vote<number>> {
  if (kept === undefined) return voteOnScore(model, prompt, call);
  const key = kept.key(prompt, call);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const vote = await voteOnScore(model, prompt, { ...call, idempotencyKey: key });
  if (vote.kind === "cast") kept.put(key, vote);
  return vote;
}

/** How many of the votes on this answer are not there yet. */
export function votesToAsk(
  task: ScoreTask,
  options: Omit<JudgeOptions, "model"> & { readonly kept: KeptVotes },
): number {
  const prompt = scorePrompt(task);
  return callsOf(options).filter((call) => options.kept.get(options.kept.key(prompt, call)) === undefined).length;
}

const DEFAULT_MAX_TOKENS = 400;

/** The settings of each vote; one vote alone is taken without chance. */
export function callsOf({
  votes = DEFAULT_VOTES,
  temperature,
  seed = 0,
  maxTokens,
  abortSignal,
}: Omit<JudgeOptions, "model">) {
  return Array.from({ length: Math.max(1, votes) }, (_, index) => ({
    temperature: temperature ?? (votes > 1 ? 0.7 : 0),
    seed: seed + index,
    maxTokens: maxTokens ?? DEFAULT_MAX_TOKENS,
    ...(abortSignal === undefined ? {} : { abortSignal }),
  }));
}
