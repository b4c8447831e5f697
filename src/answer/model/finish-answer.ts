// Ends an answer: as it was given, or as a refusal that says what was looked for; with everything that is known of how it came about.
import { parseObject } from "../../core/parse-object.ts";
import type { Runtime } from "../../core/runtime.ts";
import type {
  Absence,
  Answer,
  AnswerEvent,
  AnswerRequest,
  AnswerTrace,
  Citation,
  ShownPassage,
  Sufficiency,
} from "../../spec/answer.ts";
import type { Usage } from "../../spec/chat.ts";
import { explainAbsence } from "../quote/explain-absence.ts";
import { verifyJsonReply } from "./by-schema/verify-json-reply.ts";
import { addUsage, NO_USAGE } from "./collect-reply.ts";
import type { Rewritten } from "./history/rewrite-question.ts";
import type { AnsweringSettings, ModelAnswering } from "./model-answering.ts";
import type { GatheredByParts } from "./parts/gather-by-parts.ts";
import { costOf } from "./price.ts";
import type { FittedPrompt } from "./prompt/fit-passages.ts";
import { isRefusal } from "./reply/recognise-refusal.ts";
import { type Ending, readingOf, type Replied } from "./stream-reply.ts";
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
  /** Of calls before the one that answers. */
  readonly judging?: Usage;
};

/** A further call for the same answer has a name of its own. */
export function named(request: AnswerRequest, what: string): AnswerRequest {
  const { idempotencyKey } = request;
  return idempotencyKey === undefined ? request : { ...request, idempotencyKey: `${idempotencyKey}-${what}` };
}

export type Refusing = {
  readonly by: Sufficiency["by"];
  /** Absent where no model was asked. */
  readonly ending?: Ending;
  /** In the model's words. */
  readonly said?: string;
  /** What the documents do not say, as far as the model told. */
  readonly missing?: string;
};

export function* finishAnswer(work: Work, replied: Replied): Generator<AnswerEvent> {
  const json = verifyJsonReply(replied.reply, readingOf(work));
  const read = json === undefined ? replied : { ...replied, reply: json };
  const refusing = whyRefused(work, read);
  if (refusing !== undefined) yield* refuse(work, refusing);
  else yield* give(work, read, json?.citations ?? []);
}

/** A model that replied has judged too: the search has to be surer against it than where it judges alone. */
const AGAINST_A_REPLY = 0.6;

/** The model said so, or nothing of what it said could be verified and the signals of the search are against it. */
export function whyRefused({ gathered, settings }: Work, ending: Replied): Refusing | undefined {
  const { reply, raw, checked } = ending;
  if (reply.citations.length > 0) return undefined;
  const { missing = "" } = checked ?? {};
  const told = missing === "" ? {} : { missing };
  if (checked?.isSufficient === false) return { by: "check", ending, ...told };
  if (raw.trim() === "") return { by: "reply", ending, ...told };
  if (isRefusal(raw)) return { by: "reply", ending, said: reply.text.trim() };
  const { chance } = gathered.judged;
  const isDoubtful =
    reply.unsupported.length > 0 && chance !== undefined && chance < settings.minChance * AGAINST_A_REPLY;
  return isDoubtful ? { by: "signals", ending } : undefined;
}

/** `late`: citations that could only be found when the whole reply was there. */
function* give(work: Work, replied: Replied, late: readonly Citation[]): Generator<AnswerEvent> {
  const { reply, withheld, checked } = replied;
  const { chance } = work.gathered.judged;
  const by = checked?.isSufficient === undefined ? "reply" : "check";
  yield* withheld.filter(({ kind }) => late.length === 0 || kind !== "unsupported");
  yield* citationEvents(late, work);
  yield {
    kind: "finish",
    answer: {
      ...describe(work, replied),
      ...reply,
      answered: true,
      sufficiency: { sufficient: true, by, ...(chance === undefined ? {} : { chance }) },
    },
  };
}

/** Each passage is a source when it is cited for the first time. */
export function* citationEvents(citations: readonly Citation[], { shown }: Work): Generator<AnswerEvent> {
  const cited = new Set<number>();
  for (const citation of citations) {
    const source = shown[(citation.mark ?? 0) - 1];
    if (source !== undefined && !cited.has(source.number)) yield { kind: "source", source };
    if (source !== undefined) cited.add(source.number);
    yield { kind: "citation", citation };
  }
}

export function* refuse(work: Work, { by, ending, said, missing }: Refusing): Generator<AnswerEvent> {
  const { judged } = work.gathered;
  const text = refusalText(work, said);
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
      ...describe(work, ending),
      text,
      answered: false,
      citations: [],
      sufficiency: { sufficient: false, by, ...(chance === undefined ? {} : { chance }) },
      absence,
    },
  };
}

/** A closed book was not looked through, so that there is nothing to tell of it. */
function refusalText({ gathered: { judged, visible, passages, retrieval } }: Work, said: string | undefined): string {
  if (retrieval === "none") return said ?? "I don't know.";
  // why: whoever reads JSON gets JSON, and finds what was looked for beside the text.
  if (said !== undefined && parseObject(said) !== undefined) return said;
  const lookedFor = explainAbsence(judged.question.words, visible ?? passages.length);
  return said === undefined ? lookedFor : `${said}\n${lookedFor}`;
}

/** Model, usage, cost, timings and trace: the same for every kind of ending. */
export function describe(
  work: Work,
  ending?: Ending,
): Pick<Answer, "model" | "usage" | "timingsMs" | "trace" | "costUsd" | "cut"> {
  const { options, rewritten, gathered, clock, start, timings } = work;
  const before = addUsage(addUsage(rewritten.usage ?? NO_USAGE, gathered.dividing), work.judging);
  const all = addUsage(ending?.usage ?? NO_USAGE, before);
  const total = clock.monotonicMs() - start;
  const prepared = Object.values(timings).reduce((sum, value) => sum + value, 0);
  return {
    model: options.model.id,
    usage: all,
    timingsMs: {
      ...timings,
      reply: total - prepared,
      ...(ending?.waitedMs === undefined ? {} : { waited: ending.waitedMs }),
      total,
    },
    ...(ending?.reason === "length" ? { cut: true } : {}),
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
