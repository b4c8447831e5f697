// What came of a question through an arm, in the two things that a diagnosis tells apart: were the facts right, was the form?
import { holdsText } from "../../exam/metrics/plain-words.ts";
import { createMetrics } from "../../exam/metrics/registry.ts";
import { scoreTrial } from "../../exam/run/score-run.ts";
import type { ShownPassage } from "../../spec/answer.ts";
import type { Metric, Trial } from "../../spec/exam.ts";

export type Observation = {
  readonly facts: "right" | "wrong" | "abstained" | "failed";
  readonly form: "right" | "wrong";
  /** All repeats say the same. */
  readonly isSteady: boolean;
  /** The reply of the first repeat. */
  readonly text: string;
  readonly retrieved: readonly string[];
  /** Absent where the answerer does not say what the model was shown. */
  readonly shown?: readonly ShownPassage[];
};

/** An accepted answer is looked for inside of the reply: whether a sentence is around it, or JSON, is a matter of form. */
const FACTS = ["contains", "excludes", "number", "label", "json-fields", "sql"];
const FORM = ["json-validity", "style"];

/** The repeats of one question through one arm, as one observation: what most of them are. Undefined for none. */
export async function observeTrials(
  trials: readonly Trial[],
  metrics: readonly Metric[] = createMetrics(),
): Promise<Observation | undefined> {
  const seen = await Promise.all(trials.map(async (trial) => observe(trial, metrics)));
  const [first] = seen;
  if (first === undefined) return undefined;
  const kinds = seen.map(({ facts, form }) => `${facts} ${form}`);
  const usual = seen.toSorted((one, other) => timesOf(kinds, other) - timesOf(kinds, one))[0] ?? first;
  return { ...usual, isSteady: new Set(kinds).size === 1 };
}

function timesOf(kinds: readonly string[], { facts, form }: Omit<Observation, "isSteady">): number {
  return kinds.filter((kind) => kind === `${facts} ${form}`).length;
}

async function observe(trial: Trial, metrics: readonly Metric[]): Promise<Omit<Observation, "isSteady">> {
  const { outcome, question } = trial;
  if (outcome.kind === "failed") return { facts: "failed", form: "right", text: outcome.reason, retrieved: [] };
  const { answer, retrieved } = outcome;
  const about = {
    text: answer.text,
    retrieved,
    ...(answer.trace === undefined ? {} : { shown: answer.trace.shown }),
  };
  if (!answer.answered) return { ...about, facts: "abstained", form: "right" };
  const { answers = [] } = question.expected;
  const isAccepted = answers.length === 0 || answers.some((accepted) => holdsText(answer.text, accepted));
  const facts = isAccepted ? await allPass(trial, chosen(metrics, FACTS)) : "wrong";
  const form = await allPass(trial, chosen(metrics, FORM));
  return { ...about, facts, form: form === "right" ? "right" : "wrong" };
}

function chosen(metrics: readonly Metric[], names: readonly string[]): readonly Metric[] {
  return metrics.filter(({ name }) => names.includes(name));
}

/** Metrics that have nothing to say about the question are left out. */
async function allPass(trial: Trial, metrics: readonly Metric[]): Promise<"right" | "wrong" | "failed"> {
  for (const metric of metrics) {
    const score = await scoreTrial(metric, trial);
    if (score === undefined) continue;
    if (score.kind === "failed") return "failed";
    if (score.kind === "abstained" || score.value < 1) return "wrong";
  }
  return "right";
}
