// Tries a chat model: a short reply, and each ability that it declares.
import { counted } from "../../../core/counted.ts";
import { SchoolbookError } from "../../../core/errors.ts";
import type { Opened } from "../../../engines/engine.ts";
import type { ChatEvent, ChatModel, ChatRequest } from "../../../spec/chat.ts";
import { type Finding, shownMs, type Trying } from "./finding.ts";

const PROMPT = [{ role: "user", content: "Reply with one word: ready" }] as const;
const WEATHER = [{ role: "user", content: "What is the weather in Bergen? Use the tool." }] as const;
const SCHEMA = {
  type: "object",
  properties: { word: { type: "string" }, sure: { type: "boolean" } },
  required: ["word", "sure"],
  additionalProperties: false,
} as const;
const TOOL = {
  name: "find_weather",
  description: "The weather in a city.",
  inputSchema: {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
    additionalProperties: false,
  },
} as const;

/** Models that think aloud need room for it before the first word of the reply. */
const MAX_TOKENS = 512;

export async function tryChat(open: () => Promise<Opened<ChatModel> | undefined>, trying: Trying): Promise<void> {
  await using model = await open();
  if (model === undefined) throw new SchoolbookError("internal", "The engine has no chat models.");
  const { findings } = trying;
  findings.push(await tryReply(model, trying));
  findings.push(model.can.json ? await tryJson(model, trying) : undeclared("json"));
  findings.push(model.can.tools ? await tryTools(model, trying) : undeclared("tools"));
  findings.push(model.score === undefined ? undeclared("score") : await tryScore(model, trying));
  findings.push(model.can.adapters ? declaredOnly("adapters") : undeclared("adapters"));
}

function undeclared(name: string): Finding {
  return { name, status: "not-declared", detail: "not offered by this engine or server" };
}

function declaredOnly(name: string): Finding {
  return { name, status: "works", detail: "declared; without an adapter it cannot be tried" };
}

type Reply = {
  readonly text: string;
  readonly firstMs: number;
  readonly totalMs: number;
  readonly calls: readonly Extract<ChatEvent, { kind: "tool-call" }>[];
  readonly finish: Extract<ChatEvent, { kind: "finish" }> | undefined;
};

async function ask(model: ChatModel, request: ChatRequest, { runtime, signal }: Trying): Promise<Reply> {
  const started = runtime.monotonicMs();
  const events: ChatEvent[] = [];
  let firstMs: number | undefined;
  for await (const event of model.generate({ ...request, ...(signal === undefined ? {} : { abortSignal: signal }) })) {
    firstMs ??= runtime.monotonicMs() - started;
    events.push(event);
  }
  const totalMs = runtime.monotonicMs() - started;
  return {
    text: events.map((event) => (event.kind === "text-delta" ? event.text : "")).join(""),
    firstMs: firstMs ?? totalMs,
    totalMs,
    calls: events.filter((event) => event.kind === "tool-call"),
    finish: events.find((event) => event.kind === "finish"),
  };
}

async function tryReply(model: ChatModel, trying: Trying): Promise<Finding> {
  const { text, firstMs, totalMs, finish } = await ask(
    model,
    { prompt: PROMPT, maxTokens: MAX_TOKENS, temperature: 0 },
    trying,
  );
  const output = finish?.usage.outputTokens.total ?? 0;
  const input = finish?.usage.inputTokens.total ?? 0;
  const perSecond = totalMs > firstMs ? (output / (totalMs - firstMs)) * 1000 : 0;
  const told = finish?.usage.estimated === true ? "estimated" : "reported";
  const detail = `first token after ${shownMs(firstMs)}, ${counted(output, "token")} in ${shownMs(totalMs)}; usage ${told}`;
  return {
    name: "reply",
    status: text.trim() === "" ? "wrong" : "works",
    detail: text.trim() === "" ? "the reply is empty" : detail,
    facts: { firstMs, totalMs, inputTokens: input, outputTokens: output, tokensPerSecond: perSecond, usage: told },
  };
}

async function tryJson(model: ChatModel, trying: Trying): Promise<Finding> {
  const request = { prompt: PROMPT, json: SCHEMA, maxTokens: MAX_TOKENS, temperature: 0 } as const;
  const { text, totalMs, finish } = await ask(model, request, trying);
  const unended = finish?.reason === "length" ? `the reply did not end within ${MAX_TOKENS} tokens` : undefined;
  const problem = unended ?? jsonProblem(text);
  const facts = { totalMs };
  if (problem === undefined) return { name: "json", status: "works", detail: "the reply fits the schema", facts };
  return { name: "json", status: "weak", detail: problem, facts };
}

function jsonProblem(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const fits =
      typeof value === "object" &&
      value !== null &&
      Object.keys(value).toSorted().join(" ") === "sure word" &&
      "word" in value &&
      typeof value.word === "string" &&
      "sure" in value &&
      typeof value.sure === "boolean";
    return fits ? undefined : "the reply is JSON that does not fit the schema";
  } catch {
    // why: what the parser objects to does not matter; a reply held to a schema is valid JSON.
    return "the reply is no valid JSON";
  }
}

async function tryTools(model: ChatModel, trying: Trying): Promise<Finding> {
  const request = {
    prompt: WEATHER,
    tools: [TOOL],
    toolChoice: { kind: "required" },
    maxTokens: MAX_TOKENS,
    temperature: 0,
  } as const;
  const { calls, totalMs } = await ask(model, request, trying);
  const [call] = calls;
  const facts = { totalMs };
  if (call === undefined) return { name: "tools", status: "weak", detail: "no tool was called", facts };
  const good = call.name === TOOL.name && call.invalid === undefined;
  const detail = good
    ? "the tool was called with valid arguments"
    : "the tool was called with arguments that are no JSON";
  return { name: "tools", status: good ? "works" : "weak", detail, facts };
}

async function tryScore(model: ChatModel, { runtime, signal }: Trying): Promise<Finding> {
  const started = runtime.monotonicMs();
  const options = signal === undefined ? {} : { abortSignal: signal };
  const found = (await model.score?.(PROMPT, ["ready", "unready"], options)) ?? [];
  const totalMs = runtime.monotonicMs() - started;
  const good = found.length === 2 && found.every(({ logProbability }) => Number.isFinite(logProbability));
  const detail = good ? `two likelihoods in ${shownMs(totalMs)}` : "a likelihood is missing or no number";
  return { name: "score", status: good ? "works" : "wrong", detail, facts: { totalMs } };
}
