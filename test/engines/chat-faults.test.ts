// Chat over a server that is slow, cut off, lying or mad: always an end, always the usage, always a message that helps.
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { SchoolbookError } from "../../src/core/errors.ts";
import type { Runtime } from "../../src/core/runtime.ts";
import { createChatModel } from "../../src/engines/openai-compatible/create-chat-model.ts";
import type { ChatEvent, ChatRequest } from "../../src/spec/chat.ts";
import { createFakeModelServer, type FakeModelServer, type ModelFault } from "../../src/testing/index.ts";
import { quickContext, quickRuntime, referenceOf } from "./quick-runtime.ts";

let server: FakeModelServer;
let fault: ModelFault | undefined;
const rejections: unknown[] = [];
const noteRejection = (reason: unknown): void => void rejections.push(reason);

beforeAll(async () => {
  process.on("unhandledRejection", noteRejection);
  server = await createFakeModelServer({ fault: () => fault });
});
afterEach(() => {
  fault = undefined;
  expect(rejections).toEqual([]);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  process.off("unhandledRejection", noteRejection);
});

const TEXT = "one two three — vier 五 шесть 🙂 eight nine ten";
const PROMPT = [{ role: "user", content: TEXT }] as const;

type Outcome = { readonly events: readonly ChatEvent[]; readonly text: string; readonly error: unknown };

type Asking = { readonly request?: Partial<ChatRequest>; readonly runtime?: Runtime; readonly timeoutMs?: number };

const SHORT = { timeoutMs: 400 };

/** With much patience, as tests run on busy machines; those of silence ask with little. */
async function ask({ request = {}, runtime = quickRuntime(), timeoutMs = 10_000 }: Asking = {}): Promise<Outcome> {
  const reference = referenceOf(`openai-compatible:${server.origin}/v1#fake`);
  await using model = createChatModel(reference, quickContext({ timeoutMs }, runtime));
  const events: ChatEvent[] = [];
  let error: unknown;
  try {
    for await (const event of model.generate({ prompt: PROMPT, ...request })) events.push(event);
  } catch (thrown) {
    error = thrown;
  }
  const text = events.map((event) => (event.kind === "text-delta" ? event.text : "")).join("");
  return { events, text, error };
}

/** It began, told its usage, and failed with words that hold the pattern. */
function expectBroken({ events, error }: Outcome, pattern: RegExp, code = "engine_failed"): void {
  expect(error).toBeInstanceOf(SchoolbookError);
  expect(error).toMatchObject({ code, message: expect.stringMatching(pattern), hint: expect.stringMatching(/\w/u) });
  expect(events.at(-1)).toMatchObject({ kind: "finish", reason: "error", usage: { estimated: true } });
  expect(events.filter(({ kind }) => kind === "finish")).toHaveLength(1);
  const usage = events.at(-1)?.kind === "finish" ? events.at(-1) : undefined;
  expect(error).toMatchObject({ details: { usage: usage?.kind === "finish" ? usage.usage : {} } });
}

function inPlace(body: string, contentType: string, status = 200): ModelFault {
  return { kind: "answer", status, headers: { "content-type": contentType }, body };
}

test.each([1, 2, 3, 7, 64])(
  "a stream in pieces of %i bytes, cut inside characters, is the same text",
  async (bytes) => {
    fault = { kind: "pieces", bytes };
    const { text, error, events } = await ask();
    expect({ text, error }).toEqual({ text: TEXT, error: undefined });
    expect(events.at(-1)).toMatchObject({ reason: "stop", usage: { outputTokens: { total: 11 } } });
  },
);

test("a slow stream that never stops for long comes to its end", async () => {
  fault = { kind: "pieces", bytes: 100, pauseMs: 20 };
  expect((await ask()).text).toBe(TEXT);
});

test.each([
  ["lines that end with CR and LF", (body: string) => body.replaceAll("\n", "\r\n")],
  ["lines that end with CR", (body: string) => body.replaceAll("\n", "\r")],
  ["no blank after the colon", (body: string) => body.replaceAll("data: ", "data:")],
  [
    "comments and other fields between",
    (body: string) => body.replaceAll("data: ", ": hello\nevent: x\nid: 1\ndata: "),
  ],
  ["no [DONE]", (body: string) => body.replace("data: [DONE]\n\n", "")],
  ["no blank line at the end", (body: string) => body.replace("data: [DONE]\n\n", "").trimEnd()],
  ["a byte order mark", (body: string) => `\uFEFF${body}`],
  ["talk after [DONE]", (body: string) => `${body}data: not json\n\n`],
] as const)("a stream with %s is read like any other", async (_name, edit) => {
  fault = { kind: "edit", edit };
  const { text, error, events } = await ask();
  expect({ text, error }).toEqual({ text: TEXT, error: undefined });
  expect(events.at(-1)).toMatchObject({ kind: "finish", reason: "stop" });
});

test("without a report the usage is counted from the text, and says so", async () => {
  fault = { kind: "edit", edit: (body) => body.replaceAll(/"usage":\{.*\}\}/gu, '"usage":null}') };
  const { events } = await ask();
  expect(events.at(-1)).toMatchObject({ reason: "stop", usage: { estimated: true } });
  const finish = events.at(-1);
  if (finish?.kind === "finish") expect(finish.usage.outputTokens.total).toBeGreaterThan(5);
});

test("a server that does not stream is understood all the same", async () => {
  const answer = {
    choices: [{ message: { content: "Whole." }, finish_reason: "stop" }],
    usage: { prompt_tokens: 3, completion_tokens: 1 },
  };
  fault = inPlace(JSON.stringify(answer, undefined, 2), "application/json");
  const { text, events } = await ask();
  expect(text).toBe("Whole.");
  expect(events.at(-1)).toMatchObject({ usage: { inputTokens: { total: 3 }, outputTokens: { total: 1 } } });
});

test("an event stream under a wrong content type is read all the same", async () => {
  fault = inPlace(
    'data: {"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
    "text/plain",
  );
  expect((await ask()).text).toBe("Hi");
});

test.each([0, 1, 150, 700, 1500])(
  "a line that breaks after %i bytes is an error with the usage so far",
  async (afterBytes) => {
    fault = { kind: "cut", afterBytes };
    const outcome = await ask();
    expectBroken(outcome, /hung up|cannot be reached/u);
    expect(TEXT.startsWith(outcome.text)).toBe(true);
  },
);

test.each([0, 400, 1500])("a server that falls silent after %i bytes is given up", async (afterBytes) => {
  fault = { kind: "stall", afterBytes };
  expectBroken(await ask(SHORT), /silent for too long/u, "engine_busy");
});

test("a server that falls silent when all is said is forgiven", async () => {
  let length = 0;
  fault = { kind: "edit", edit: (body) => ((length = Buffer.byteLength(body.split("data: [DONE]")[0] ?? "")), body) };
  await ask();
  fault = { kind: "stall", afterBytes: length };
  const { text, error, events } = await ask({ timeoutMs: 1500 });
  expect({ text, error }).toEqual({ text: TEXT, error: undefined });
  expect(events.at(-1)).toMatchObject({ reason: "stop", usage: { outputTokens: { total: 11 } } });
});

test.each([
  ["the same event", `data: {"choices":[{"index":0,"delta":{"content":"${"ha ".repeat(4000)}"}}]}\n\n`.repeat(20)],
  ["one event", "data: ".padEnd(65_536, "x")],
  ["a line without an end", "x".repeat(65_536)],
] as const)("a server that sends %s without an end is stopped", async (_name, text) => {
  fault = { kind: "endless", afterBytes: 0, text };
  expectBroken(await ask(), /does not stop answering/u);
});

test("a server that only keeps the line open is given up", async () => {
  fault = { kind: "endless", afterBytes: 0, text: ": still here\n\n" };
  expectBroken(await ask({ runtime: { ...quickRuntime(), monotonicMs: fastClock() } }), /says nothing/u);
});

/** A second passes each time that somebody looks. */
function fastClock(): () => number {
  let now = 0;
  return () => (now += 1000);
}

test.each([
  ["an empty body", "", "text/event-stream", /nothing at all/u],
  ["only [DONE]", "data: [DONE]\n\n", "text/event-stream", /empty stream/u],
  ["a web page", "<!doctype html><title>Sign in</title><p>Hello", "text/html", /web page .*Sign in/u],
  ["words", "It works!", "text/plain", /text\/plain.*It works!/u],
  ["another JSON", '{"hello":1}', "application/json", /empty stream/u],
  ["a list", "[]", "application/json", /not what was asked for|empty stream/u],
  ["an error with status 200", '{"error":{"message":"GPU on fire"}}', "application/json", /GPU on fire/u],
  ["a broken event", "data: {oops\n\n", "text/event-stream", /no valid JSON: \{oops/u],
  ["an error in the stream", 'data: {"error":{"message":"overloaded"}}\n\n', "text/event-stream", /overloaded/u],
  [
    "an end that is an error",
    'data: {"choices":[{"delta":{},"finish_reason":"error"}]}\n\n',
    "text/event-stream",
    /with an error/u,
  ],
] as const)("%s in place of a reply is told in plain words", async (_name, body, type, pattern) => {
  fault = inPlace(body, type);
  expectBroken(await ask(), pattern);
});

test("an error in the middle keeps what came before it and the server's name for the request", async () => {
  fault = {
    kind: "edit",
    edit: (body) => `${body.split("\n\n").slice(0, 4).join("\n\n")}\n\ndata: {"error":{"message":"evicted"}}\n\n`,
  };
  const outcome = await ask();
  expectBroken(outcome, /evicted/u);
  expect(outcome.text).toBe("one two three");
  expect(outcome.error).toMatchObject({ details: { requestId: expect.stringMatching(/^req-/u) } });
  expect(outcome.events.at(-1)).toMatchObject({ requestId: expect.stringMatching(/^req-/u) });
});

test("the usage reported before the line broke is kept, and marked", async () => {
  const chunk = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;
  const delta = chunk({
    choices: [{ delta: { content: "Some words" } }],
    usage: { prompt_tokens: 77, completion_tokens: 1 },
  });
  fault = inPlace(delta, "text/event-stream");
  const outcome = await ask();
  expectBroken(outcome, /in the middle/u);
  expect(outcome.events.at(-1)).toMatchObject({ usage: { inputTokens: { total: 77 }, outputTokens: { total: 2 } } });
});

test.each([1, 3, 6])(
  "cancelling after %i events ends at once, with the usage and the signal's reason",
  async (count) => {
    fault = { kind: "pieces", bytes: 200, pauseMs: 30 };
    const controller = new AbortController();
    const reference = referenceOf(`openai-compatible:${server.origin}/v1#fake`);
    await using model = createChatModel(reference, quickContext({ timeoutMs: 10_000 }));
    const events: ChatEvent[] = [];
    const reading = (async () => {
      for await (const event of model.generate({ prompt: PROMPT, abortSignal: controller.signal })) {
        events.push(event);
        if (events.length === count) controller.abort(new DOMException("enough", "AbortError"));
      }
    })();
    await expect(reading).rejects.toThrow("enough");
    expect(events).toHaveLength(count + 1);
    expect(events.at(-1)).toMatchObject({ kind: "finish", reason: "error", usage: { estimated: true } });
  },
);

test("cancelling while the server has not answered yet ends at once and hangs up", async () => {
  fault = { kind: "silent" };
  const started = performance.now();
  const { error, events } = await ask({ request: { abortSignal: AbortSignal.timeout(50) } });
  expect(error).toMatchObject({ name: "TimeoutError" });
  expect(events).toEqual([]);
  expect(performance.now() - started).toBeLessThan(5000);
});
