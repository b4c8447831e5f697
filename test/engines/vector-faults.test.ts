// Vectors and rankings from a server that lies, breaks or does not stop: a fair message, nothing half-true.
import { expect, test } from "vitest";
import { z } from "zod";

import { createEmbedder } from "../../src/engines/openai-compatible/create-embedder.ts";
import { createReranker } from "../../src/engines/openai-compatible/create-reranker.ts";
import type { Embedder } from "../../src/spec/embedder.ts";
import type { Reranker } from "../../src/spec/reranker.ts";
import { createFakeModelServer, type FakeModelServer, type ModelFault } from "../../src/testing/index.ts";
import { quickContext, referenceOf } from "./quick-runtime.ts";

type Trial = AsyncDisposable & {
  readonly server: FakeModelServer;
  readonly embedder: Embedder;
  readonly reranker: Reranker;
};

/** Opened while the server behaves; the fault begins afterwards. */
async function trial(
  fault: (call: { readonly body: unknown }) => ModelFault | undefined,
  scheme = "vllm",
  timeoutMs = 10_000,
): Promise<Trial> {
  let begun = false;
  const server = await createFakeModelServer({ fault: (call) => (begun ? fault(call) : undefined) });
  const context = quickContext({ baseUrl: `${server.origin}/v1`, timeoutMs });
  const embedder = await createEmbedder(referenceOf(`${scheme}:fake`), context);
  const reranker = createReranker(referenceOf("vllm:fake"), context);
  begun = true;
  return { server, embedder, reranker, [Symbol.asyncDispose]: async () => server[Symbol.asyncDispose]() };
}

const ANSWER = z.object({ data: z.array(z.object({ index: z.number(), embedding: z.unknown() })) });
type Answer = z.output<typeof ANSWER>;

function edited(change: (answer: Answer) => unknown): ModelFault {
  return { kind: "edit", edit: (body) => JSON.stringify(change(ANSWER.parse(JSON.parse(body)))) };
}

const TEXTS = ["one", "two", "three"];

test.each([
  ["too few", ({ data }: Answer) => ({ data: data.slice(1) }), /2 vectors for 3 texts/u],
  ["too many", ({ data }: Answer) => ({ data: [...data, data[0]] }), /4 vectors for 3 texts/u],
  [
    "the same place twice",
    ({ data }: Answer) => ({ data: data.map((one) => ({ ...one, index: 0 })) }),
    /no vector for text 2/u,
  ],
  [
    "other dimensions",
    ({ data }: Answer) => ({ data: data.map((one) => ({ ...one, embedding: [1, 2, 3] })) }),
    /3 dimensions/u,
  ],
  ["no dimensions", ({ data }: Answer) => ({ data: data.map((one) => ({ ...one, embedding: [] })) }), /0 dimensions/u],
  [
    "null for numbers",
    ({ data }: Answer) => ({ data: data.map((one) => ({ ...one, embedding: Array(32).fill(null) })) }),
    /no numbers/u,
  ],
  [
    "zeros",
    ({ data }: Answer) => ({ data: data.map((one) => ({ ...one, embedding: Array(32).fill(0) })) }),
    /vector of zeros/u,
  ],
  ["half a float", ({ data }: Answer) => ({ data: data.map((one) => ({ ...one, embedding: "AAAA" })) }), /base64/u],
  [
    "infinite numbers",
    ({ data }: Answer) => ({ data: data.map((one) => ({ ...one, embedding: Array(32).fill(1e300) })) }),
    /no numbers/u,
  ],
  ["words", () => ({ data: "many" }), /not what was asked for at data/u],
  ["an error", () => ({ error: { message: "CUDA out of memory" } }), /CUDA out of memory/u],
] as const)("%s in place of the vectors is told in plain words", async (_name, change, pattern) => {
  await using world = await trial(() => edited(change));
  await expect(world.embedder.embed(TEXTS, "document")).rejects.toMatchObject({
    code: "engine_failed",
    message: expect.stringMatching(pattern),
    details: { requestId: expect.stringMatching(/^req-/u) },
  });
});

test("NaN as Python writes it is told in plain words", async () => {
  await using world = await trial(() => ({
    kind: "edit",
    edit: () => '{"data":[{"index":0,"embedding":[NaN, 1.0]}]}',
  }));
  await expect(world.embedder.embed(["one"], "document")).rejects.toMatchObject({ message: /no numbers/u });
});

test("vectors in another order, without places or not of unit length are put right", async () => {
  await using world = await trial(() => edited(({ data }) => ({ data: data.toReversed() })));
  const [one] = await world.embedder.embed(["one"], "document");
  expect((await world.embedder.embed(["zero", "one"], "document"))[1]).toEqual(one);
  await using floats = await trial(
    () =>
      edited(({ data }) => ({
        data: data.map(({ embedding }) => ({
          embedding: Array.isArray(embedding) ? embedding.map((value) => Number(value) * 3) : [],
        })),
      })),
    "ollama",
  );
  const [scaled] = await floats.embedder.embed(["one"], "document");
  expect(Math.hypot(...(scaled ?? []))).toBeCloseTo(1, 5);
});

test.each([
  [
    "a web page",
    { kind: "answer", status: 200, headers: { "content-type": "text/html" }, body: "<html><title>Router</title>" },
    /web page.*Router/u,
  ],
  ["nothing", { kind: "answer", status: 200, body: "" }, /nothing at all/u],
  ["half of it", { kind: "edit", edit: (body: string) => body.slice(0, 90) }, /no valid JSON/u],
] as const)("%s in place of an answer is told in plain words", async (_name, fault, pattern) => {
  await using world = await trial(() => fault);
  await expect(world.embedder.embed(TEXTS, "document")).rejects.toMatchObject({
    code: "engine_failed",
    message: pattern,
  });
  await expect(world.reranker.rank("one", TEXTS, 3)).rejects.toMatchObject({ code: "engine_failed", message: pattern });
});

test("an answer that breaks off is asked for again, and what it cost is counted once", async () => {
  let breaks = 2;
  await using world = await trial(() => (breaks-- > 0 ? { kind: "cut", afterBytes: 40 } : undefined));
  const before = world.embedder.spent?.().requests ?? 0;
  expect(await world.embedder.embed(TEXTS, "document")).toHaveLength(3);
  expect(world.server.calls()).toHaveLength(4);
  expect(world.embedder.spent?.().requests).toBe(before + 1);
});

test("an answer that stops in the middle, or never ends, is given up", async () => {
  await using silent = await trial(() => ({ kind: "stall", afterBytes: 40 }), "vllm", 400);
  await expect(silent.embedder.embed(TEXTS, "document")).rejects.toMatchObject({ code: "engine_busy" });
  await using endless = await trial(() => ({ kind: "endless", afterBytes: 10, text: " ".repeat(1 << 20) }));
  await expect(endless.embedder.embed(TEXTS, "document")).rejects.toMatchObject({
    message: /does not stop answering/u,
  });
});

const DRIP: ModelFault = { kind: "endless", afterBytes: 0, text: " ", pauseMs: 40 };

test("an answer that only trickles in is given up after twice the patience, and not asked for again", async () => {
  await using slow = await trial(() => DRIP, "vllm", 200);
  const error = { code: "engine_failed", message: expect.stringContaining("end of its answer within 0.4 s") };
  await expect(slow.embedder.embed(TEXTS, "document")).rejects.toMatchObject(error);
  await expect(slow.reranker.rank("one", TEXTS, 3)).rejects.toMatchObject(error);
  expect(slow.server.calls()).toHaveLength(3);
});

test("a refusal that only trickles in is told by its status", async () => {
  const fault: ModelFault = { kind: "endless", afterBytes: 0, text: "no ", pauseMs: 40, status: 422 };
  await using slow = await trial(() => fault, "vllm", 200);
  await expect(slow.embedder.embed(TEXTS, "document")).rejects.toMatchObject({ message: /status 422/u });
});

test("one bad batch of many stops the others, and nothing is left over", async () => {
  await using world = await trial(({ body }) =>
    JSON.stringify(body).includes('Text number 40"')
      ? { kind: "answer", status: 422, body: '{"detail":"odd"}' }
      : undefined,
  );
  const texts = Array.from({ length: 500 }, (_, index) => `Text number ${index}`);
  await expect(world.embedder.embed(texts, "document")).rejects.toMatchObject({ message: /status 422: odd/u });
});

const RANKING = z.object({ results: z.array(z.object({ index: z.number(), relevance_score: z.unknown() })) });
type Ranking = z.output<typeof RANKING>;

function ranking(change: (answer: Ranking) => unknown): ModelFault {
  return { kind: "edit", edit: (body) => JSON.stringify(change(RANKING.parse(JSON.parse(body)))) };
}

test.each([
  ["too few", ({ results }: Ranking) => ({ results: results.slice(1) }), /ranked 2 of 3 texts/u],
  [
    "unknown texts",
    ({ results }: Ranking) => ({ results: results.map((one) => ({ ...one, index: one.index + 1 })) }),
    /not given/u,
  ],
  ["one text thrice", ({ results }: Ranking) => ({ results: results.map((one) => ({ ...one, index: 1 })) }), /twice/u],
  ["no scores", ({ results }: Ranking) => ({ results: results.map(({ index }) => ({ index })) }), /no score/u],
  ["words", () => ({ ranking: "good" }), /not what was asked for/u],
] as const)("%s in place of a ranking is told in plain words", async (_name, change, pattern) => {
  await using world = await trial(() => ranking(change));
  await expect(world.reranker.rank("one", TEXTS, 3)).rejects.toMatchObject({ code: "engine_failed", message: pattern });
});
