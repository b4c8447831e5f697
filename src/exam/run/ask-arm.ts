// What a runner is given to ask with: it knows questions, arms and calls, and nothing of models and libraries.
import type { Answer } from "../../spec/answer.ts";
import type { Arm, Question } from "../../spec/exam.ts";

export type ArmCall = {
  /** The same for every attempt at this call, in this run and in others: what servers take as an idempotency key. */
  readonly key: string;
  readonly repeat: number;
  readonly abortSignal: AbortSignal;
};

export type ArmReply = {
  readonly answer: Answer;
  /** Ids of the documents that were laid before the model, best first. */
  readonly retrieved: readonly string[];
  /** Where whoever asks knows better than a watch how long it took, as with waits of its own. */
  readonly latencyMs?: number;
  /** Undefined: not known. */
  readonly costUsd?: number;
};

export type CallResult = ArmReply & { readonly latencyMs: number };

/** Answers one question through one arm, once. May throw: `engine_busy` is waited out, what another try may mend is tried again. */
export type AskArm = (question: Question, arm: Arm, call: ArmCall) => Promise<ArmReply>;
