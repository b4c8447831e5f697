// Keys never show: not in messages, hints, details or causes, nor in what a model is called, whatever the server repeats.
import { inspect } from "node:util";

import { expect, test } from "vitest";

import { SchoolbookError } from "../../src/core/errors.ts";
import { createChatModel } from "../../src/engines/openai-compatible/create-chat-model.ts";
import { createEmbedder, embedderFingerprint } from "../../src/engines/openai-compatible/create-embedder.ts";
import { openaiCompatibleEngine } from "../../src/engines/openai-compatible/engine.ts";
import { createFakeModelServer } from "../../src/testing/index.ts";
import { quickContext, quickRuntime, referenceOf } from "./quick-runtime.ts";

const KEY = "sk-very-secret-0123456789";
const ENV = { OPENAI_API_KEY: KEY, OTHER_KEY: KEY, HEADER_SECRET: "hush-hush-header" };

async function failure(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
  } catch (error) {
    expect(error).toBeInstanceOf(SchoolbookError);
    return `${inspect(error, { depth: 9, showHidden: true })} ${JSON.stringify(error)}`;
  }
  throw new Error("It was expected to fail.");
}

test("a refused key that the server repeats is not repeated here", async () => {
  await using server = await createFakeModelServer({ key: "another" });
  const context = quickContext({ baseUrl: `${server.origin}/v1` }, quickRuntime(ENV));
  const told = await failure(async () => createEmbedder(referenceOf("openai:fake"), context));
  expect(told).toContain("Incorrect API key provided: Bearer (not shown)");
  expect(told).toContain("OPENAI_API_KEY");
  expect(told).not.toContain(KEY);
});

test("a key that no header can carry is not repeated by the complaint about it", async () => {
  const context = quickContext({}, quickRuntime({ OPENAI_API_KEY: `${KEY}\n“quoted”` }));
  const told = await failure(async () => createEmbedder(referenceOf("openai:fake"), context));
  expect(told).toContain("OPENAI_API_KEY");
  expect(told).not.toContain("sk-very");
});

test("a login in the address is sent as a header and shown nowhere", async () => {
  await using server = await createFakeModelServer({
    fault: () => ({ kind: "answer", status: 403, body: "Basic dXNlcjpwYXNzd29yZDE=" }),
  });
  const address = server.origin.replace("http://", "http://user:password1@");
  const reference = referenceOf(`openai-compatible:${address}/v1?api_key=querysecret#fake`);
  const told = await failure(async () => createEmbedder(reference, quickContext({}, quickRuntime())));
  expect(server.calls()[0]?.headers["authorization"]).toBe("Basic dXNlcjpwYXNzd29yZDE=");
  for (const secret of ["password1", "dXNlcjpwYXNzd29yZDE", "querysecret"]) expect(told).not.toContain(secret);
  expect(embedderFingerprint(reference, quickContext())).not.toMatch(/password1|querysecret/u);
  expect(createChatModel(reference, quickContext()).id).toBe(`openai-compatible:${server.origin}/v1#fake`);
  const status = await openaiCompatibleEngine.inspect(reference, quickContext());
  expect(JSON.stringify(status)).not.toMatch(/password1|querysecret/u);
});

test("headers may hold secrets by the name of a variable, which are sent and not shown", async () => {
  await using server = await createFakeModelServer({
    fault: ({ headers }) => ({ kind: "answer", status: 400, body: `got ${String(headers["x-team"])}` }),
  });
  const options = {
    baseUrl: `${server.origin}/v1`,
    headers: { "X-Team": "${HEADER_SECRET}" },
    keyVariable: "OTHER_KEY",
  };
  const told = await failure(async () =>
    createEmbedder(referenceOf("vllm:fake"), quickContext(options, quickRuntime(ENV))),
  );
  expect(server.calls()[0]?.headers).toMatchObject({ "x-team": "hush-hush-header", authorization: `Bearer ${KEY}` });
  expect(told).toContain("got (not shown)");
  expect(told).not.toMatch(/hush-hush|sk-very/u);
});

test("without a key the message names the variable, and with --offline nothing elsewhere is asked", async () => {
  const status = await openaiCompatibleEngine.inspect(referenceOf("openai:gpt-x"), quickContext());
  expect(status).toMatchObject({ local: false, missing: [{ remedy: expect.stringContaining("OPENAI_API_KEY") }] });
  const offline = { ...quickContext(), offline: true };
  expect(() => createChatModel(referenceOf("openai:gpt-x"), offline)).toThrow(/--offline/u);
  expect(() => createChatModel(referenceOf("ollama:qwen3"), offline)).not.toThrow();
});
