// Has the model without its adapter judge whether the passages answer: what went to school for a form may have forgotten to say that it does not know.
import { addUsage } from "./collect-reply.ts";
import { drain } from "./drain.ts";
import { named, type Refusing, type Work, whyRefused } from "./finish-answer.ts";
import { lookAgain } from "./look-again.ts";
import { streamReply } from "./stream-reply.ts";

export type JudgedByBase = {
  /** With what the judgement cost. */
  readonly work: Work;
  /** Undefined: the base answers, and so may the tuned model. */
  readonly refusing: Refusing | undefined;
};

export function asksBase({ settings, options }: Work): boolean {
  return settings.sufficiency === "base" && options.adapter !== undefined;
}

export async function judgeByBase(work: Work): Promise<JudgedByBase> {
  const { adapter: _, ...options } = work.options;
  const base: Work = { ...work, options, request: named(work.request, "base") };
  const { value: first } = await drain(streamReply(base));
  const { value: replied } = await drain(lookAgain(base, first));
  const judging = addUsage(replied.usage, work.judging);
  const judged = { ...work, judging };
  const refused = whyRefused(base, replied);
  if (refused === undefined) return { work: judged, refusing: undefined };
  return { work: judged, refusing: await inOwnForm(judged, { ...refused, by: "base" }) };
}

/** Where the tuned model refuses too, in the form that it was taught, it is its refusal that is shown. */
async function inOwnForm(work: Work, refused: Refusing): Promise<Refusing> {
  if (work.request.json !== undefined) return { by: refused.by };
  const { value: tuned } = await drain(streamReply(work));
  const own = whyRefused(work, tuned);
  return { ...refused, ending: tuned, ...(own?.said === undefined ? {} : { said: own.said }) };
}
