// The `openai` package as a client of the fake server: so the fake speaks the real dialect, and what passes with it is worth something.
import OpenAI, { APIError, AuthenticationError, RateLimitError } from "openai";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";

import { createFakeModelServer, type FakeModelServer, fakeVector, type ModelFault } from "../../src/testing/index.ts";

let server: FakeModelServer;
let fault: ModelFault | undefined;
let client: OpenAI;

beforeAll(async () => {
  server = await createFakeModelServer({ key: "right", fault: () => fault });
  client = new OpenAI({ apiKey: "right", baseURL: `${server.origin}/v1`, maxRetries: 0 });
});
beforeEach(() => {
  vi.mocked(Math.random).mockReturnValue(0.5); // why: the package names its requests by it
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const messages = [{ role: "user", content: "one two three" }] as const;

test("it reads a whole reply with its usage", async () => {
  const reply = await client.chat.completions.create({ model: "fake", messages: [...messages] });
  expect(reply.choices[0]).toMatchObject({
    finish_reason: "stop",
    message: { role: "assistant", content: "one two three" },
  });
  expect(reply.usage).toMatchObject({ prompt_tokens: 4, completion_tokens: 3, total_tokens: 7 });
  expect(reply._request_id).toMatch(/^req-/u);
});

test("it reads a stream with its usage at the end", async () => {
  const stream = await client.chat.completions.create({
    model: "fake",
    messages: [...messages],
    stream: true,
    stream_options: { include_usage: true },
  });
  let text = "";
  let usage: unknown;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? "";
    usage = chunk.usage ?? usage;
  }
  expect(text).toBe("one two three");
  expect(usage).toMatchObject({ prompt_tokens: 4, completion_tokens: 3 });
});

test("it gathers a streamed tool call", async () => {
  const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
  const runner = client.chat.completions.stream({
    model: "fake",
    messages: [...messages],
    tools: [{ type: "function", function: { name: "find", parameters } }],
    tool_choice: "required",
  });
  const message = await runner.finalMessage();
  expect(message.tool_calls).toMatchObject([
    { id: "call-1", type: "function", function: { name: "find", arguments: '{"city":"sample"}' } },
  ]);
});

test("it reads JSON by schema", async () => {
  const schema = {
    type: "object",
    properties: { sunny: { type: "boolean" } },
    required: ["sunny"],
    additionalProperties: false,
  };
  const reply = await client.chat.completions.create({
    model: "fake",
    messages: [...messages],
    response_format: { type: "json_schema", json_schema: { name: "reply", schema, strict: true } },
  });
  expect(JSON.parse(reply.choices[0]?.message.content ?? "")).toEqual({ sunny: true });
});

test("it reads vectors, which it asks for in base64", async () => {
  const { data, usage } = await client.embeddings.create({ model: "fake", input: ["one", "two"] });
  const bodies = server.calls().map(({ body }) => JSON.stringify(body));
  expect(bodies.at(-1)).toContain('"encoding_format":"base64"');
  expect(data.map(({ embedding }) => Float32Array.from(embedding))).toEqual([fakeVector("one"), fakeVector("two")]);
  expect(usage).toEqual({ prompt_tokens: 2, total_tokens: 2 });
});

test("it lists the models", async () => {
  const ids: string[] = [];
  for await (const model of client.models.list()) ids.push(model.id);
  expect(ids).toEqual(["fake"]);
});

test("it knows the errors for what they are", async () => {
  const wrong = new OpenAI({ apiKey: "wrong", baseURL: `${server.origin}/v1`, maxRetries: 0 });
  await expect(wrong.models.list()).rejects.toBeInstanceOf(AuthenticationError);
  const unknown = client.chat.completions.create({ model: "gone", messages: [...messages] });
  await expect(unknown).rejects.toMatchObject({
    status: 404,
    code: "model_not_found",
    requestID: expect.stringMatching(/^req-/u),
  });
  fault = {
    kind: "answer",
    status: 429,
    headers: { "retry-after-ms": "1" },
    body: '{"error":{"message":"slow down"}}',
  };
  await expect(client.models.list()).rejects.toBeInstanceOf(RateLimitError);
  fault = undefined;
});

test("it raises an error in the middle of a stream, as ours does", async () => {
  fault = { kind: "edit", edit: (body) => `${body.split("\n\n")[1]}\n\ndata: {"error":{"message":"evicted"}}\n\n` };
  const stream = await client.chat.completions.create({ model: "fake", messages: [...messages], stream: true });
  await expect(async () => {
    for await (const chunk of stream) expect(chunk.choices).toHaveLength(1);
  }).rejects.toBeInstanceOf(APIError);
  fault = undefined;
});
