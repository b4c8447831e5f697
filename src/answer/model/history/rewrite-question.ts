// Lets the model rewrite a question to stand alone; what it adds of its own makes the rules do it instead.
import { parseJson } from "../../../core/parse-json.ts";
import type { ChatMessage, ChatModel, JsonSchema, Usage } from "../../../spec/chat.ts";
import type { Analyze } from "../../quote/asked-words.ts";
import { collectReply, type Collected } from "../collect-reply.ts";
import { contentOf } from "../prompt/fit-passages.ts";
import { guardTurns } from "../prompt/guard-text.ts";
import { claimValues } from "../verify/claim-values.ts";
import { findWhole } from "../verify/find-quote.ts";
import { fold } from "../verify/fold-text.ts";
import { standAlone } from "./stand-alone.ts";

export type RewriteBy = "auto" | "model" | "rules" | "off";

export type Rewriting = {
  readonly model: ChatModel;
  readonly by: RewriteBy;
  readonly analyze: Analyze;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
};

export type Rewritten = { readonly question: string; readonly usage?: Usage };

const SCHEMA: JsonSchema = {
  type: "object",
  properties: { question: { type: "string" } },
  required: ["question"],
  additionalProperties: false,
};
const SYSTEM =
  'Rewrite the last question so that it can be understood without what was said before it. Keep its language. Add nothing. Reply with JSON: {"question": "…"}';
/** A model with less room than this was made for one task, and rewriting is not it. */
const ABLE_FROM = 4096;
const MAX_TURNS = 6;
const MAX_TOKENS = 200;

export async function rewriteQuestion(
  question: string,
  history: readonly ChatMessage[],
  { model, by, analyze, ...calling }: Rewriting,
): Promise<Rewritten> {
  if (history.length === 0 || by === "off") return { question };
  const isAble = model.can.json && (model.contextTokens ?? ABLE_FROM) >= ABLE_FROM;
  const byRules = standAlone(question, history, analyze);
  if (by === "rules" || (by === "auto" && !isAble)) return { question: byRules };
  const reply = await askModel(model, promptFor(question, history), calling);
  const rewritten = readQuestion(reply.text);
  const isUsable =
    rewritten !== undefined && addsNothing(rewritten, [question, ...history.map((turn) => contentOf(turn))]);
  return { question: isUsable ? rewritten : byRules, usage: reply.usage };
}

function promptFor(question: string, history: readonly ChatMessage[]): readonly ChatMessage[] {
  const turns = history
    .filter(({ role }) => role === "user" || role === "assistant")
    .slice(-MAX_TURNS)
    .map((turn) => `${turn.role === "user" ? "Question" : "Answer"}: ${guardTurns(contentOf(turn))}`);
  const user = [...turns, `Last question: ${guardTurns(question)}`].join("\n");
  return [
    { role: "system", content: SYSTEM },
    { role: "user", content: user },
  ];
}

async function askModel(
  model: ChatModel,
  prompt: readonly ChatMessage[],
  { idempotencyKey, signal }: Pick<Rewriting, "idempotencyKey" | "signal">,
): Promise<Collected> {
  const json = model.can.json ? { json: SCHEMA } : {};
  // why: the answer is another request, and must not be answered with the rewritten question.
  const named = idempotencyKey === undefined ? {} : { idempotencyKey: `${idempotencyKey}-rewrite` };
  const settings = { temperature: 0, maxTokens: MAX_TOKENS, ...json, ...named };
  return collectReply(model.generate({ prompt, ...settings, ...(signal && { abortSignal: signal }) }));
}

function readQuestion(reply: string): string | undefined {
  try {
    const value: unknown = parseJson(reply);
    const question = typeof value === "object" && value !== null && "question" in value ? value.question : undefined;
    return typeof question === "string" && question.trim() !== "" ? question.trim() : undefined;
  } catch {
    // why: a model that cannot keep to JSON is no help here; the rules rewrite instead.
    return undefined;
  }
}

/** Names, numbers and codes that nobody said would be searched for in vain, or lead astray. */
function addsNothing(rewritten: string, said: readonly string[]): boolean {
  const known = fold(said.join("\n"));
  return (
    rewritten.length < 1000 &&
    claimValues(rewritten).every(({ value, start, end }) => {
      const typed = fold(rewritten.slice(start, end));
      return findWhole(known, value) >= 0 || findWhole(known, typed) >= 0;
    })
  );
}
