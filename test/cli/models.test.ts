// `schoolbook models`: lists, adds and checks, over a fake server.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { createFakeModelServer, type FakeModelServer } from "../../src/testing/index.ts";
import { cliFolder } from "./run-cli.ts";

let server: FakeModelServer;

beforeAll(async () => {
  server = await createFakeModelServer({ key: "right-key" });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const ENV = { MY_KEY: "right-key" } as const;

function project(config: Readonly<Record<string, unknown>> = {}): ReturnType<typeof cliFolder> {
  const here = { baseUrl: `${server.origin}/v1`, keyVariable: "MY_KEY" };
  const models = {
    chatty: { reference: "vllm:fake", ...here, price: { input: 0.5, output: 1.5 } },
    vectors: { reference: "ollama:fake", ...here },
    ranker: { reference: "tei:fake", ...here },
  };
  const all = { name: "small", sources: {}, models, ...config };
  return cliFolder({ "schoolbook.config.json": JSON.stringify(all) });
}

test("list shows each model with its part, abilities, context, price and whether it is there", async () => {
  using world = project({ embedder: "vectors", reranker: "ranker" });
  const { stdout, code } = await world.run(["models", "list"], { env: ENV });
  expect(code).toBe(0);
  expect(stdout).toMatch(/quoting +model .*part of the program/u);
  expect(stdout).toMatch(/vectors +embedder +ollama:fake .*reachable/u);
  expect(stdout).toMatch(
    /chatty +not in use +vllm:fake +chat\/embedder\/reranker · json tools adapters · 4,096 tokens · \$0.5\/\$1.5/u,
  );
  const { json } = await world.run(["models", "list", "--json"], { env: ENV });
  expect(json()).toMatchObject({
    models: expect.arrayContaining([
      expect.objectContaining({
        name: "chatty",
        contextTokens: 4096,
        price: { input: 0.5, output: 1.5 },
        reach: { kind: "reached", serves: true },
      }),
    ]),
  });
  expect(JSON.stringify(json())).not.toContain("right-key");
});

test("list says what is missing and mistaken, and asks nobody that it must not", async () => {
  using world = project({
    model: "openai:gpt-x",
    embedder: "vctors",
    models: {
      down: { reference: "openai-compatible:http://127.0.0.1:1/v1#x" },
      wrong: { reference: "vllm:other", baseUrl: `${server.origin}/v1`, keyVariable: "MY_KEY" },
    },
  });
  const { stdout, code } = await world.run(["models", "list"], { env: ENV });
  expect(code).toBe(0);
  expect(stdout).toMatch(/openai:gpt-x +model .*not ready/u);
  expect(stdout).toContain("Set OPENAI_API_KEY");
  expect(stdout).toContain('There is no model "vctors"');
  expect(stdout).toMatch(/down .*cannot be reached/u);
  expect(stdout).toMatch(/wrong .*does not list this model/u);
  const offline = await world.run(["models", "list", "--offline", "--json"], { env: { ...ENV, OPENAI_API_KEY: "k" } });
  expect(JSON.stringify(offline.json())).toContain('"reason":"--offline"');
});

test("check tries every model that has a part and tells timings, dimensions and tried abilities", async () => {
  using world = project({ model: "chatty", embedder: "vectors", reranker: "ranker" });
  const { json, code } = await world.run(["models", "check", "--json"], { env: ENV });
  expect(code).toBe(0);
  expect(json()).toMatchObject({
    ok: true,
    models: [
      {
        name: "chatty",
        role: "chat",
        findings: [
          { name: "reply", status: "works", facts: { usage: "reported" } },
          { name: "json", status: "works" },
          { name: "tools", status: "works" },
          { name: "score", status: "not-declared" },
          { name: "adapters", status: "works" },
        ],
      },
      {
        name: "vectors",
        role: "embedder",
        findings: [{ facts: { dims: 32 } }, { name: "speed" }, { name: "meaning", status: "works" }],
      },
      { name: "ranker", role: "reranker", findings: [{ name: "ranking", status: "works" }] },
    ],
  });
  const { stdout } = await world.run(["models", "check", "vectors"], { env: ENV });
  expect(stdout).toMatch(/vectors as embedder\n +ok +vectors +32 dimensions/u);
});

test("check ends with 12 when a call fails, and shows no key", async () => {
  using world = project({ model: "chatty" });
  const { code, stdout } = await world.run(["models", "check"], { env: { MY_KEY: "wrong-key-123" } });
  expect(code).toBe(12);
  expect(stdout).toMatch(/FAIL +vllm:fake refused the request with status 401/u);
  expect(stdout).toContain("MY_KEY");
  expect(stdout).not.toContain("wrong-key-123");
});

test("check of an unknown name fails with what there is", async () => {
  using world = project();
  const { code, stderr } = await world.run(["models", "check", "chaty"], { env: ENV });
  expect(code).toBe(3);
  expect(stderr).toContain("Did you mean chatty?");
});

test("add names a model in a JSON configuration and gives it its part", async () => {
  using world = project();
  const argv = ["models", "add", "big", "ollama:qwen3:32b", "--for", "model", "--context", "32768"];
  const { code, stdout } = await world.run(argv);
  expect(code).toBe(0);
  expect(stdout).toContain("models check big");
  const written: unknown = JSON.parse(readFileSync(join(world.folder, "schoolbook.config.json"), "utf8"));
  expect(written).toMatchObject({
    name: "small",
    model: "big",
    models: { big: { reference: "ollama:qwen3:32b", contextTokens: 32_768 }, chatty: {} },
  });
});

test("add prints the lines for a configuration in code, and writes nothing that is wrong", async () => {
  using code = cliFolder({ "schoolbook.config.mjs": "export default { sources: {} };\n" });
  const { stdout } = await code.run(["models", "add", "fast", "ollama:qwen3", "--for", "model"]);
  expect(stdout).toContain('model: "fast",');
  expect(stdout).toContain('fast: { reference: "ollama:qwen3" },');
  using world = project();
  const before = readFileSync(join(world.folder, "schoolbook.config.json"), "utf8");
  expect(await world.run(["models", "add", "x", "olama:qwen3"])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("Did you mean ollama?"),
  });
  expect(await world.run(["models", "add", "x", "groq:y", "--for", "embedder"])).toMatchObject({ code: 3 });
  expect(await world.run(["models", "add", "openai", "ollama:y"])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("taken"),
  });
  expect(readFileSync(join(world.folder, "schoolbook.config.json"), "utf8")).toBe(before);
});

test("doctor says what configured models need", async () => {
  using world = project({ embedder: "openai:text-embedding-3-small" });
  const { stdout } = await world.run(["doctor"]);
  expect(stdout).toMatch(/FAIL +embedder +Missing: .*OPENAI_API_KEY/u);
});

test("a login or a key in an address shows in no command", async () => {
  const address = server.origin.replace("http://", "http://ann:secret-word@");
  const reference = `openai-compatible:${address}/v1?api_key=secret-key#fake`;
  using world = project({
    embedder: reference,
    model: reference,
    models: { named: { reference: "vllm:x", baseUrl: `${address}/v1` } },
  });
  const commands = [
    ["models", "list"],
    ["models", "check"],
    ["config", "explain"],
    ["doctor"],
    ["library", "sync"],
    ["ask", "why"],
  ];
  for (const argv of commands.flatMap((one) => [one, [...one, "--json"], [...one, "--offline"]])) {
    const { stdout, stderr } = await world.run(argv);
    expect(`${stdout}${stderr}`, argv.join(" ")).not.toMatch(/secret-word|secret-key/u);
  }
});
