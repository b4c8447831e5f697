// Calls the model and shows its reply as it comes: nothing of it before something is verified, every mark only when it is.
import { SchoolbookError, toSchoolbookError } from "../../core/errors.ts";
import type { AnswerEvent } from "../../spec/answer.ts";
import type { ChatRequest, FinishReason, Usage } from "../../spec/chat.ts";
import { NO_USAGE } from "./collect-reply.ts";
import type { Work } from "./finish-answer.ts";
import { contentOf } from "./prompt/fit-passages.ts";
import { CHECK_SCHEMA, createCheckReader, type CheckedReply } from "./read-check.ts";
import { createReplyReader, type ReadReply, type ReplyEvent } from "./reply/create-reply-reader.ts";

export type Replied = {
  /** As the model wrote it. */
  readonly raw: string;
  readonly reply: ReadReply;
  /** Events that were not shown, because nothing of the reply could be verified. */
  readonly withheld: readonly ReplyEvent[];
  readonly usage: Usage;
  readonly reason: FinishReason;
  readonly waitedMs?: number;
  readonly checked?: CheckedReply;
};

export async function* streamReply(work: Work): AsyncGenerator<AnswerEvent, Replied> {
  const reader = createReplyReader(readingOf(work));
  const check = work.settings.sufficiency === "check" && work.options.model.can.json ? createCheckReader() : undefined;
  const gate = createGate();
  let raw = "";
  let ending: Ending = { usage: NO_USAGE, reason: "other" };
  try {
    for await (const event of work.options.model.generate(chatRequest(work, check !== undefined))) {
      if (event.kind === "finish") ending = endingOf(event);
      if (event.kind !== "text-delta") continue;
      const added = check === undefined ? event.text : check.push(event.text);
      raw += added;
      yield* gate.pass(reader.push(added));
    }
  } catch (thrown) {
    throw brokenOff(thrown, work, raw);
  }
  yield* gate.pass(reader.end());
  const checked = check === undefined ? {} : { checked: check.read() };
  return { raw, reply: reader.read(), withheld: gate.held(), ...ending, ...checked };
}

/** How the model's reply ended. */
export type Ending = Pick<Replied, "usage" | "reason" | "waitedMs">;

function endingOf({ usage, reason, waitedMs }: Ending): Ending {
  return { usage, reason, ...(waitedMs === undefined ? {} : { waitedMs }) };
}

export function readingOf({ shown, shelf, fitted }: Work) {
  const prompt = fitted.prompt.map((message) => contentOf(message)).join("\n");
  return { shown, shelf, isKnownAddress: (address: string) => address.length > 3 && prompt.includes(address) };
}

export function chatRequest({ options, settings, request, fitted }: Work, isChecked: boolean): ChatRequest {
  const { adapter } = options;
  return {
    prompt: fitted.prompt,
    temperature: 0,
    ...options.sampling,
    maxTokens: settings.maxReplyTokens,
    ...(isChecked ? { json: CHECK_SCHEMA } : {}),
    ...(adapter === undefined ? {} : { adapter }),
    ...(request.idempotencyKey === undefined ? {} : { idempotencyKey: request.idempotencyKey }),
    ...(request.abortSignal === undefined ? {} : { abortSignal: request.abortSignal }),
  };
}

type Gate = {
  readonly pass: (events: readonly ReplyEvent[]) => Generator<ReplyEvent>;
  readonly held: () => readonly ReplyEvent[];
};

/** Opens with the first citation: before that it is not known whether there is anything to show. */
function createGate(): Gate {
  const held: ReplyEvent[] = [];
  let isOpen = false;
  return {
    *pass(events) {
      if (!isOpen) {
        held.push(...events);
        isOpen = events.some(({ kind }) => kind === "citation");
        if (isOpen) yield* held.splice(0);
      } else yield* events;
    },
    held: () => held,
  };
}

/** What was shown stays as it is: whole words, and only marks that are verified. */
export function brokenOff(thrown: unknown, { options, request }: Work, raw: string): unknown {
  if (request.abortSignal?.aborted === true) return thrown;
  const error = toSchoolbookError(thrown);
  if (error.code === "cancelled") return thrown;
  if (raw === "" && error.code !== "internal") return error;
  const message = `${options.model.id} broke off in the middle of its reply: ${error.message}`;
  const code = error.code === "internal" ? "engine_failed" : error.code;
  return new SchoolbookError(code, message, {
    hint: error.hint,
    cause: thrown,
    details: { ...error.details, written: raw.length },
  });
}
