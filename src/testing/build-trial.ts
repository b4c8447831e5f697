// Makes questions and trials from a few words, for tests of metrics and of what is done with scores.
import type { Answer, Citation } from "../spec/answer.ts";
import type { Expected, Question, Trial } from "../spec/exam.ts";

export type TrialParts = {
  readonly id?: string;
  readonly expected?: Expected;
  readonly cluster?: string;
  /** What was answered; undefined: "I don't know". */
  readonly text?: string | undefined;
  readonly citations?: readonly Partial<Citation>[];
  readonly retrieved?: readonly string[];
  readonly arm?: string;
  readonly repeat?: number;
  readonly latencyMs?: number;
  readonly costUsd?: number;
  /** Why it failed, where it did. */
  readonly failure?: string;
};

export function buildQuestion({ id = "q1", expected = {}, cluster = id }: TrialParts = {}): Question {
  return {
    id,
    question: `What about ${id}?`,
    principals: ["public"],
    expected,
    axis: "knowledge",
    cluster,
    tags: [],
  };
}

export function buildTrial(parts: TrialParts = {}): Trial {
  const { arm = "A2", repeat = 0, latencyMs, costUsd, failure, retrieved = [] } = parts;
  return {
    question: buildQuestion(parts),
    arm,
    repeat,
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(costUsd === undefined ? {} : { costUsd }),
    outcome:
      failure === undefined
        ? { kind: "answered", answer: buildAnswer(parts), retrieved }
        : { kind: "failed", reason: failure },
  };
}

function buildAnswer({ text, citations = [] }: TrialParts): Answer {
  return {
    text: text ?? "I don't know.",
    answered: text !== undefined,
    citations: citations.map(buildCitation),
    model: "fake",
    usage: { inputTokens: { total: 100, cached: 20 }, outputTokens: { total: 10, reasoning: 0 } },
    timingsMs: {},
  };
}

function buildCitation(given: Partial<Citation>): Citation {
  return {
    documentId: "doc",
    contentHash: "hash",
    uri: "doc.md",
    title: "Doc",
    headings: [],
    quote: "words",
    start: 0,
    end: 5,
    claim: { start: 0, end: 5 },
    ...given,
  };
}
