// The verdict in plain words: a headline, and sentences that a product manager can act on, each number with its interval.
import { capital } from "../../core/capital.ts";
import { counted } from "../../core/counted.ts";
import type { Estimate } from "../../exam/statistics/interval.ts";
import { explainStep, LINES_OF_STEPS } from "./explain-steps.ts";
import { joined, percent, percentBetween, points, pointsBetween, usdBetween } from "./plain-numbers.ts";
import {
  type BlockedVerdict,
  type Doubt,
  isModelNeedless,
  type Reason,
  type RungFinding,
  type Verdict,
} from "./verdict.ts";

export type VerdictSentence = {
  /** Where it stands in a report. */
  readonly about: "decision" | "rung" | "step" | "cost" | "limits" | "next";
  /** The arm that it speaks of. */
  readonly arm?: string;
  readonly text: string;
};

export type ExplainedVerdict = {
  readonly headline: string;
  readonly sentences: readonly VerdictSentence[];
};

export function explainVerdict(verdict: Verdict | BlockedVerdict): ExplainedVerdict {
  if (verdict.kind === "blocked") return explainBlocked(verdict);
  return {
    headline: `${headlineOf(verdict)}${isModelNeedless(verdict) ? " Quoting is enough too, without a model." : ""}`,
    sentences: [
      ...decisionSentences(verdict),
      ...withoutModelSentences(verdict),
      ...verdict.rungs.flatMap((rung) => rungSentences(verdict, rung)),
      ...verdict.steps.map((step): VerdictSentence => explainStep(verdict, step)),
      ...costSentences(verdict),
      ...limitSentences(verdict),
    ],
  };
}

function headlineOf(verdict: Verdict): string {
  const { decision } = verdict;
  if (decision.kind === "serve") {
    return `Serve ${labelOf(verdict, decision.arm)} (${decision.arm}).`;
  }
  if (decision.kind === "nothing") {
    return "Nothing passes: no rung is good enough to be served.";
  }
  if (decision.kind === "ask") {
    return `No verdict yet: ask about ${counted(decision.more.questions, "more question")}.`;
  }
  const more = counted(decision.above, "more question");
  if (decision.chance < WORTH_ASKING) {
    return `Nothing is proven, and more questions are little help: even ${more} would probably not tell.`;
  }
  return `Nothing is proven yet: ${more} would tell with a chance of about ${Math.round(decision.chance * 20) * 5} %.`;
}

/** A chance of being told that may be worth writing many questions. */
const WORTH_ASKING = 0.5;

function decisionSentences(verdict: Verdict): readonly VerdictSentence[] {
  const { decision, bar } = verdict;
  const say = (text: string, about: VerdictSentence["about"] = "decision"): VerdictSentence => ({ about, text });
  if (decision.kind === "serve") {
    return servedSentences(verdict, decision);
  }
  if (decision.kind === "nothing") {
    return [
      say(
        `Each rung was shown to fall short of the bar of ${percent(bar)}, to be worse than another one, or to break a veto.`,
      ),
      say("Look at the diagnosis: it says whether documents, retrieval, form or reading is what fails.", "next"),
    ];
  }
  if (decision.kind === "ask") {
    return [
      say(
        `${joined(decision.open.map((name) => named(verdict, name)))} may be enough, but ${counted(verdict.questions, "question does", "questions do")} not prove it. ` +
          `With about ${decision.more.questions} more of the same kind the verdict will be settled in most cases.`,
      ),
      say("Write them from other documents than those that the questions so far came from.", "next"),
    ];
  }
  const open = joined(decision.open.map((name) => named(verdict, name)));
  return [
    say(
      decision.open.length === 1
        ? `${capital(open)} is too near to the bar of ${percent(bar)}, or to another rung, for a sure verdict.`
        : `${capital(open)} are too near to the bar of ${percent(bar)}, or to one another, for a sure verdict.`,
    ),
    say("Decide whether the bar or the margin is what you need, register anew, and ask new questions.", "next"),
  ];
}

/** Said beside the decision: it is no rung, and no verdict serves it. */
function withoutModelSentences(verdict: Verdict): readonly VerdictSentence[] {
  const { withoutModel: found, bar, margin, rungs } = verdict;
  if (found === undefined) return [];
  if (!isModelNeedless(verdict)) return [...rungSentences(verdict, found), ...mayBeNeedless(found)];
  const others = rungs.length === 0 ? "" : `, and no worse than any rung by more than the margin of ${points(margin)}`;
  const text =
    `No model is needed: quoting the documents (${found.arm.name}) answers ${qualityText(found.quality)}, ` +
    `proven to be above the bar of ${percent(bar)}${others}. It quotes and does not write: no tone, no form, no answer that no sentence gives.`;
  return [{ about: "decision", arm: found.arm.name, text }, ...unprovenVetoes(verdict, found)];
}

function mayBeNeedless({ arm, quality, state }: RungFinding): readonly VerdictSentence[] {
  if (state !== "open") return [];
  const text = `Quoting the documents (${arm.name}) answers ${qualityText(quality)} without a model, and may be enough: more questions would tell.`;
  return [{ about: "next", arm: arm.name, text }];
}

function servedSentences(
  verdict: Verdict,
  { arm, cheaperOpen }: { readonly arm: string; readonly cheaperOpen: readonly string[] },
): readonly VerdictSentence[] {
  const rung = verdict.rungs.find((one) => one.arm.name === arm);
  const others = verdict.rungs.length > 1;
  const sentences: VerdictSentence[] = [
    {
      about: "decision",
      arm,
      text:
        `It is the cheapest rung that is proven to be above the bar of ${percent(verdict.bar)}: ${qualityText(rung?.quality)} ` +
        `on ${counted(verdict.questions, "question")}` +
        `${others ? `, and no worse than any other rung by more than the margin of ${points(verdict.margin)}` : ""}.`,
    },
  ];
  const usd = rung?.usdPerQuestion;
  if (usd !== undefined) {
    sentences.push({ about: "cost", arm, text: `It costs ${usdBetween(usd)} questions.` });
  }
  for (const name of cheaperOpen) {
    sentences.push({
      about: "next",
      arm: name,
      text: `${capital(named(verdict, name))} is cheaper and may be enough too; more questions would tell.`,
    });
  }
  return sentences;
}

function rungSentences(verdict: Verdict, rung: RungFinding): readonly VerdictSentence[] {
  const { arm, quality, state, reasons, doubts } = rung;
  const head = `${capital(named(verdict, arm.name))} answers ${qualityText(quality)}`;
  const why = [
    ...reasons.map((reason) => reasonText(verdict, reason)),
    ...doubts.map((doubt) => doubtText(verdict, doubt)),
  ];
  const word =
    state === "sufficient" ? "it is proven enough" : state === "open" ? "it is not settled" : "it is not enough";
  return [
    { about: "rung", arm: arm.name, text: `${head}; ${word}${why.length === 0 ? "" : `: ${why.join("; ")}`}.` },
    ...unprovenVetoes(verdict, rung),
  ];
}

function unprovenVetoes(verdict: Verdict, { arm, vetoes }: RungFinding): readonly VerdictSentence[] {
  const unproven = vetoes.filter(({ kind }) => kind === "open");
  return unproven.map(({ measure, limit, estimate }) => ({
    about: "rung",
    arm: arm.name,
    text: `${capital(MEASURES[measure])} of ${named(verdict, arm.name)} is within its limit of ${measureText(measure, limit)}, but not surely: ${measuredText(measure, estimate)}.`,
  }));
}

const MEASURES = {
  "refusal-recall": "the share of unanswerable questions that it refuses",
  fabrication: "the share of unanswerable questions that it makes something up for",
  forgetting: "what it forgot (rise of the loss on neutral text)",
} as const;

type Measure = keyof typeof MEASURES;

function reasonText(verdict: Verdict, reason: Reason): string {
  if (reason.kind === "below-bar") {
    return `that is below the bar of ${percent(reason.bar)}`;
  }
  if (reason.kind === "inferior") {
    return `it is worse than ${named(verdict, reason.to)} by ${pointsBetween(negated(reason.difference))}, more than the margin of ${points(reason.margin)}`;
  }
  const { measure, limit, estimate } = reason.finding;
  const side = measure === "refusal-recall" ? "at least" : "at most";
  return `it is vetoed, since ${MEASURES[measure]} has to be ${side} ${measureText(measure, limit)} and is ${measuredText(measure, estimate)}`;
}

function doubtText(verdict: Verdict, doubt: Doubt): string {
  if (doubt.kind === "bar-within-interval") {
    return `the bar of ${percent(doubt.bar)} is too near to it`;
  }
  return `it may be worse than ${named(verdict, doubt.to)} by more than the margin of ${points(doubt.margin)} (difference ${pointsBetween(doubt.difference)})`;
}

function measureText(measure: Measure, value: number): string {
  return measure === "forgetting" ? value.toFixed(2) : percent(value);
}

function measuredText(measure: Measure, { value, low, high }: Estimate): string {
  return `${measureText(measure, value)} (${measureText(measure, low)} to ${measureText(measure, high)})`;
}

function costSentences(verdict: Verdict): readonly VerdictSentence[] {
  return verdict.costlier.map(({ cheaper, dearer, usd }) => ({
    about: "cost",
    arm: cheaper,
    text:
      `${capital(named(verdict, cheaper))} was registered as cheaper than ${named(verdict, dearer)}, but cost $${usd.low.toPrecision(2)} to $${usd.high.toPrecision(2)} more for a question: ` +
      `the order of the rungs should be registered anew.`,
  }));
}

function limitSentences(verdict: Verdict): readonly VerdictSentence[] {
  const { unmeasured, questions, clusters, alpha, looks, steps } = verdict;
  const level = percent(1 - alpha);
  return [
    ...unmeasured
      .filter(({ role }) => role === "rung")
      .map(({ name, label }): VerdictSentence => ({
        about: "limits",
        arm: name,
        text: `${capital(label)} (${name}) was not tried; nothing here says whether it would be better.`,
      })),
    {
      about: "limits",
      text:
        `Intervals hold at ${level}${clusters < questions ? `, with ${counted(clusters, "group")} of questions that belong together counted as such` : ""}; ` +
        `"serve" is wrong in at most ${percent(alpha)} of ladders, all rungs${looks === 1 ? "" : ` and ${looks} looks`} together (Holm)${steps.length === 0 ? "" : `. ${LINES_OF_STEPS}`}.`,
    },
  ];
}

function explainBlocked({ failed, missing, unmeasuredVetoes }: BlockedVerdict): ExplainedVerdict {
  const sentences: VerdictSentence[] = [];
  const add = (arm: string, text: string): void => void sentences.push({ about: "decision", arm, text });
  for (const { arm, questions } of failed)
    add(
      arm,
      `${counted(questions.length, "answer")} of ${arm} failed, such as ${questions.slice(0, 3).join(", ")}: left out, they would move the result.`,
    );
  for (const { arm, questions } of missing)
    add(
      arm,
      `${arm} was not asked ${counted(questions.length, "question")}, such as ${questions.slice(0, 3).join(", ")}.`,
    );
  for (const { arm, veto } of unmeasuredVetoes)
    add(arm, `The registered veto on ${veto.measure} was not measured for ${arm}.`);
  sentences.push({
    about: "next",
    text: "Run the ladder again: what is there is kept, and only what failed or is missing is asked.",
  });
  return { headline: "No verdict: some answers are missing.", sentences };
}

function qualityText(quality: Estimate | undefined): string {
  return quality === undefined ? "" : `${percentBetween(quality)} right`;
}

function labelOf({ rungs, controls, unmeasured }: Verdict, name: string): string {
  const arms = [...rungs, ...controls].map(({ arm }) => arm);
  return [...arms, ...unmeasured].find((arm) => arm.name === name)?.label ?? name;
}

function named(verdict: Verdict, name: string): string {
  return `${labelOf(verdict, name)} (${name})`;
}

function negated({ value, low, high, level }: Estimate): Estimate {
  return { value: -value, low: -high, high: -low, level };
}
