// Lets a model say whether one search can find all that a question asks for, and if not, into which parts it falls.
import { type SchoolbookError, toSchoolbookError } from "../../../core/errors.ts";
import { parseJson } from "../../../core/parse-json.ts";
import type { ChatModel, JsonSchema, Prompt, Usage } from "../../../spec/chat.ts";
import { collectReply } from "../collect-reply.ts";
import { guardTurns } from "../prompt/guard-text.ts";
import { claimValues } from "../verify/claim-values.ts";
import { findWhole } from "../verify/find-quote.ts";
import { fold } from "../verify/fold-text.ts";

/** `auto`: the model is asked, where it is able to tell; it costs a short call for each question. */
export type DivideBy = "auto" | "off";

export type Dividing = {
  readonly model: ChatModel;
  readonly by: DivideBy;
  /** Of the whole question: this call's own is made from it. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
};

export type Divided = {
  /** None: one search will do. In a later part, `{1}` stands for the answer to the first. */
  readonly parts: readonly string[];
  readonly usage?: Usage;
};

export const MOST_PARTS = 3;

const SCHEMA: JsonSchema = {
  type: "object",
  properties: {
    one_search_finds_all: { type: "boolean" },
    parts: { type: "array", items: { type: "string" }, maxItems: MOST_PARTS },
  },
  required: ["one_search_finds_all", "parts"],
  additionalProperties: false,
};
const SYSTEM = `Documents are searched for what answers a question. Say whether one search can find all of it. It can't where the question asks for several things, or for something about a thing that is not named and has to be found first. Then write its parts as questions to search for one after the other, ${MOST_PARTS} at most, with the names and numbers of the question; where a part needs the answer to an earlier one, write {1} or {2} for that. Keep the language. Add nothing. Reply with JSON: {"one_search_finds_all": true or false, "parts": ["…"]}`;
/** A model with less room than this was made for one task, and this is not it. */
const ABLE_FROM = 4096;
const MAX_TOKENS = 200;
const LONGEST_PART = 400;

/** Whatever goes wrong with it, the question can still be searched for as a whole. */
export async function divideQuestion(
  question: string,
  { model, by, idempotencyKey, signal }: Dividing,
): Promise<Divided> {
  const isAble = model.can.json && (model.contextTokens ?? ABLE_FROM) >= ABLE_FROM;
  if (by === "off" || !isAble) return { parts: [] };
  try {
    const events = model.generate({
      prompt: promptFor(question),
      temperature: 0,
      maxTokens: MAX_TOKENS,
      json: SCHEMA,
      ...(idempotencyKey === undefined ? {} : { idempotencyKey: `${idempotencyKey}-divide` }),
      ...(signal && { abortSignal: signal }),
    });
    const { text, usage } = await collectReply(events);
    return { parts: usable(readParts(text), question), usage };
  } catch (thrown) {
    signal?.throwIfAborted();
    if (isPassing(toSchoolbookError(thrown))) return { parts: [] };
    throw thrown;
  }
}

/** A model that cannot do this may still answer; one that is busy or gone can't do that either. */
function isPassing({ code }: SchoolbookError): boolean {
  return code === "input_invalid";
}

function promptFor(question: string): Prompt {
  return [
    { role: "system", content: SYSTEM },
    { role: "user", content: `Question: ${guardTurns(question)}` },
  ];
}

function readParts(reply: string): readonly string[] {
  try {
    const value: unknown = parseJson(reply);
    if (typeof value !== "object" || value === null || !("parts" in value) || !Array.isArray(value.parts)) return [];
    if ("one_search_finds_all" in value && value.one_search_finds_all !== false) return [];
    const parts: readonly unknown[] = value.parts;
    return parts.flatMap((part) => (typeof part === "string" && part.trim() !== "" ? [part.trim()] : []));
  } catch {
    // why: a reply that is no JSON divides nothing.
    return [];
  }
}

/** One part is no division; a part with names or numbers that nobody said would lead astray, and then so may the others. */
function usable(parts: readonly string[], question: string): readonly string[] {
  const few = [...new Set(parts)].slice(0, MOST_PARTS);
  const known = fold(question);
  const areUsable = few.every((part) => part.length <= LONGEST_PART && addsNothing(part, known));
  return few.length > 1 && areUsable ? few : [];
}

function addsNothing(part: string, known: string): boolean {
  const bare = part.replaceAll(/\{\d\}/gu, " ");
  return claimValues(bare).every(({ value, start, end }) => {
    return findWhole(known, value) >= 0 || findWhole(known, fold(bare.slice(start, end))) >= 0;
  });
}
