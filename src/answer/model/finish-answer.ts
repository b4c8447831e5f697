// Ends an answer: as it was given, or as a refusal that says what was looked for; with everything that is known of how it came about.
import type { Runtime } from "../../core/runtime.ts";
import type {
  Absence,
  Answer,
  AnswerEvent,
  AnswerRequest,
  AnswerTrace,
  ShownPassage,
  Sufficiency,
} from "../../spec/answer.ts";
import type { Usage } from "../../spec/chat.ts";
import { explainAbsence } from "../quote/explain-absence.ts";
import { addUsage, NO_USAGE } from "./collect-reply.ts";
import type { Rewritten } from "./history/rewrite-question.ts";
import type { AnsweringSettings, ModelAnswering } from "./model-answering.ts";
import type { GatheredByParts } from "./parts/gather-by-parts.ts";
import { costOf } from "./price.ts";
import type { FittedPrompt } from "./prompt/fit-passages.ts";
import { isRefusal } from "./reply/recognise-refusal.ts";
import type { Replied } from "./stream-reply.ts";
import type { Shelf } from "./verify/verify-claim.ts";

/** Everything that is known before the model is called. */
export type Work = {
  readonly options: ModelAnswering;
  readonly settings: AnsweringSettings;
  readonly request: AnswerRequest;
  /** The question as it stands alone. */
  readonly question: string;
  readonly rewritten: Rewritten;
  readonly gathered: GatheredByParts;
  readonly fitted: FittedPrompt;
  readonly shown: readonly ShownPassage[];
  readonly shelf: Shelf;
  readonly clock: Pick<Runtime, "monotonicMs">;
  readonly start: number;
  readonly timings: Readonly<Record<string, number>>;
};

export type Refusing = {
  readonly by: Sufficiency["by"];
  readonly usage?: Usage;
  /** In the model's words. */
  readonly said?: string;
  /** What the documents do not say, as far as the model told. */
  readonly missing?: string;
  /** The reply had used up its tokens. */
  readonly cut?: boolean;
};

export function* finishAnswer(work: Work, replied: Replied): Generator<AnswerEvent> {
  const refusing = whyRefused(work, replied);
  if (refusing !== undefined) yield* refuse(work, { ...refusing, cut: replied.reason === "length" });
  else yield* give(work, replied);
}

/** The model said so, or nothing of what it said could be verified and the signals of the search are against it. */
function whyRefused({ gathered, settings }: Work, { reply, raw, usage, checked }: Replied): Refusing | undefined {
  if (reply.citations.length > 0) return undefined;
  const { missing = "" } = checked ?? {};
  const told = missing === "" ? {} : { missing };
  if (checked?.isSufficient === false) return { by: "check", usage, ...told };
  if (raw.trim() === "") return { by: "reply", usage, ...told };
  if (isRefusal(raw)) return { by: "reply", usage, said: reply.text.trim() };
  const { chance } = gathered.judged;
  const isDoubtful = reply.unsupported.length > 0 && chance !== undefined && chance < settings.minChance;
  return isDoubtful ? { by: "signals", usage } : undefined;
}

function* give(work: Work, { reply, withheld, usage, checked, reason }: Replied): Generator<AnswerEvent> {
  const { chance } = work.gathered.judged;
  const by = checked?.isSufficient === undefined ? "reply" : "check";
  yield* withheld;
  yield {
    kind: "finish",
    answer: {
      ...describe(work, usage),
      ...reply,
      answered: true,
      ...(reason === "length" ? { cut: true } : {}),
      sufficiency: { sufficient: true, by, ...(chance === undefined ? {} : { chance }) },
    },
  };
}

export function* refuse(work: Work, { by, usage, said, missing, cut = false }: Refusing): Generator<AnswerEvent> {
  const { judged, visible } = work.gathered;
  const lookedFor = explainAbsence(judged.question.words, visible ?? work.gathered.passages.length);
  const text = said === undefined ? lookedFor : `${said}\n${lookedFor}`;
  yield { kind: "text-delta", text };
  const nowhere = judged.question.words.filter(({ isNowhere }) => isNowhere).map((word) => word.text);
  const absence: Absence = {
    lookedFor: judged.question.words.map((word) => word.text),
    missing: [...(missing === undefined ? [] : [missing]), ...nowhere],
  };
  const { chance } = judged;
  yield {
    kind: "finish",
    answer: {
      ...describe(work, usage),
      text,
      answered: false,
      ...(cut ? { cut } : {}),
      citations: [],
      sufficiency: { sufficient: false, by, ...(chance === undefined ? {} : { chance }) },
      absence,
    },
  };
}

/** Model, usage, cost, timings and trace: the same for every kind of ending. */
export function describe(
  work: Work,
  usage: Usage = NO_USAGE,
): Pick<Answer, "model" | "usage" | "timingsMs" | "trace" | "costUsd"> {
  const { options, rewritten, gathered, clock, start, timings } = work;
  const all = addUsage(addUsage(usage, rewritten.usage), gathered.dividing);
  const total = clock.monotonicMs() - start;
  const before = Object.values(timings).reduce((sum, value) => sum + value, 0);
  return {
    model: options.model.id,
    usage: all,
    timingsMs: { ...timings, reply: total - before, total },
    trace: traceOf(work),
    ...(options.price === undefined ? {} : { costUsd: costOf(all, options.price) }),
  };
}

function traceOf({ question, request, gathered, fitted, shown, options }: Work): AnswerTrace {
  return {
    ...(question === request.question ? {} : { standAlone: question }),
    ...(gathered.parts === undefined ? {} : { parts: gathered.parts }),
    shown,
    retrieval: gathered.retrieval,
    ...(gathered.visible === undefined ? {} : { visible: gathered.visible }),
    templateHash: options.template.hash,
    promptTokens: fitted.tokens,
  };
}
