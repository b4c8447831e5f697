// A library whose vectors come from a server: synced, searched, rebuilt, cancelled, and kept in order when the server fails.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { openProject } from "../../src/app/open-project.ts";
import type { Project } from "../../src/app/project/project.ts";
import type { Progress } from "../../src/spec/progress.ts";
import {
  createFakeEmbedder,
  createFakeModelServer,
  type FakeCall,
  type FakeModelServer,
  type ModelFault,
} from "../../src/testing/index.ts";
import { quickRuntime } from "./quick-runtime.ts";

let folder: string;
let server: FakeModelServer;
let fault: ((call: FakeCall) => ModelFault | undefined) | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-engines-"));
  fault = undefined;
  server = await createFakeModelServer({ model: "nomic-embed-text", fault: (call) => fault?.(call) });
  write("docs/warranty.md", "# Warranty\n\nThe guarantee on the station lasts five years.\n");
  write("docs/leave.md", "# Leave\n\nParental leave is sixteen weeks, paid in full.\n");
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

type Config = Readonly<Record<string, unknown>>;

/** Answers in the dialect of Ollama, at an address of its own. */
async function open(config: Config = { embedder: "vectors" }, offline = false): Promise<Project> {
  const access = [
    { path: "secret/**", allow: [] },
    { path: "**", allow: ["public"] },
  ];
  return openProject({
    folder,
    offline,
    runtime: quickRuntime(),
    config: {
      models: {
        vectors: { reference: "ollama:nomic-embed-text", baseUrl: `${server.origin}/v1` },
        ranker: { reference: "vllm:nomic-embed-text", baseUrl: `${server.origin}/v1` },
      },
      sources: { docs: { kind: "folder", path: "docs", access } },
      parsing: { processes: 1 },
      ...config,
    },
  });
}

function embedCalls(): readonly FakeCall[] {
  return server.calls().filter(({ path }) => path.endsWith("/embeddings"));
}

const PUBLIC = { as: ["public"] } as const;

test("a sync embeds with the configured model, a search asks both ways, and an idle sync embeds nothing", async () => {
  await using project = await open();
  const report = await project.sync();
  expect(report.sources).toMatchObject([{ added: 2, passagesEmbedded: 2 }]);
  const stats = await project.stats();
  expect(stats).toMatchObject({ vectors: 2 });
  expect(stats.generations).toMatchObject([
    { dims: 32, embedder: expect.stringMatching(/^ollama:nomic-embed-text@/u) },
  ]);
  const { hits } = await project.search("paid leave", PUBLIC);
  expect(hits[0]).toMatchObject({ passage: { document: { uri: "docs/leave.md" } }, dense: { rank: 1 } });
  expect(JSON.stringify(embedCalls().at(-1)?.body)).toContain("search_query: paid leave");
  const before = embedCalls().length;
  expect(await project.sync()).toMatchObject({ sources: [{ unchanged: 2, passagesEmbedded: 0 }] });
  expect(embedCalls()).toHaveLength(before);
});

test("another run of the program learns the dimensions from the library and asks only for the question's vector", async () => {
  await using first = await open();
  await first.sync();
  const before = embedCalls().length;
  await using second = await open();
  await second.search("leave", PUBLIC);
  expect(embedCalls()).toHaveLength(before + 1);
});

test("an embedder for a library without vectors is taken by the next sync, and searches go on meanwhile", async () => {
  await using words = await open({ embedder: false });
  await words.sync();
  await using project = await open();
  expect(await project.lacksVectors()).toBe(true);
  expect((await project.search("leave", PUBLIC)).hits).toHaveLength(1);
  expect(await project.sync()).toMatchObject({ sources: [{ unchanged: 2 }], vectorsAdded: 2 });
  expect(await project.lacksVectors()).toBe(false);
  expect((await project.search("leave", PUBLIC)).hits[0]).toMatchObject({ dense: { rank: 1 } });
});

test("a changed embedder is refused politely; a rebuild takes it, and searches go on", async () => {
  await using first = await open({ embedder: "static" });
  await first.sync();
  await using project = await open();
  await expect(project.sync()).rejects.toMatchObject({
    code: "library_mismatch",
    message: expect.stringMatching(/embedder static@.* \(now ollama:nomic-embed-text/u),
    hint: expect.stringContaining("library rebuild"),
  });
  expect((await first.search("leave", PUBLIC)).hits).toHaveLength(2);
  expect(await project.rebuild()).toMatchObject({ activated: true, passagesEmbedded: 2 });
  expect(await project.sync()).toMatchObject({ sources: [{ unchanged: 2 }] });
  await using other = await open({
    embedder: "vectors",
    models: { vectors: { reference: "ollama:nomic-embed-text", baseUrl: `${server.origin}/v1`, queryPrefix: "q: " } },
  });
  await expect(other.search("leave", PUBLIC)).rejects.toMatchObject({ code: "library_mismatch" });
  await expect(other.sync()).rejects.toMatchObject({ hint: expect.stringContaining("library rebuild") });
});

test("a configured reranker has the last word", async () => {
  await using project = await open({ embedder: "vectors", reranker: "ranker" });
  await project.sync();
  const { hits, timingsMs } = await project.search("guarantee station", PUBLIC);
  expect(hits[0]?.passage.document.uri).toBe("docs/warranty.md");
  expect(timingsMs["rerank"]).toBeGreaterThanOrEqual(0);
  expect(server.calls().some(({ path }) => path === "/v1/rerank")).toBe(true);
});

test("questions are answered by quoting unless another model is configured", async () => {
  await using project = await open({ embedder: "vectors", model: "quoting" });
  await project.sync();
  const answers: unknown[] = [];
  for await (const event of project.ask("How long is parental leave?", PUBLIC)) answers.push(event);
  expect(answers.at(-1)).toMatchObject({ kind: "finish", answer: { answered: true, model: "quoting" } });
});

test("a batch that fails is tried again and nothing is embedded twice", async () => {
  let failures = 9;
  await using project = await open();
  await project.sync();
  write("docs/new.md", "# New\n\nSomething that was not there before.\n");
  fault = () => (failures-- > 0 ? { kind: "answer", status: 500, body: "oops" } : undefined);
  expect(await project.sync()).toMatchObject({ sources: [{ added: 1, passagesEmbedded: 1 }] });
  expect(failures).toBe(-1);
});

test("when the server stays away, the sync fails, what was closed or deleted is so at once, and the next sync goes on", async () => {
  write("docs/plans.md", "# Plans\n\nThe merger with Oakfield closes in February.\n");
  write("docs/gone.md", "# Gone\n\nThis page is deleted later.\n");
  await using project = await open();
  await project.sync();
  expect((await project.search("merger Oakfield", PUBLIC)).hits[0]?.passage.document.uri).toBe("docs/plans.md");
  write(
    "docs/plans.md",
    "---\nacl: [group:board]\n---\n\n# Plans\n\nThe merger with Oakfield closes in March instead.\n",
  );
  rmSync(join(folder, "docs/gone.md"));
  fault = () => ({ kind: "answer", status: 500, body: "out of memory" });
  await expect(project.sync()).rejects.toMatchObject({
    code: "engine_failed",
    message: expect.stringContaining("out of memory"),
  });
  await using words = await open({ embedder: false });
  for (const query of ["merger Oakfield", "deleted later"]) {
    const { hits } = await words.search(query, PUBLIC);
    expect(hits.filter(({ passage }) => /plans|gone/u.test(passage.document.uri))).toEqual([]);
  }
  fault = undefined;
  await project.sync();
  const board = await project.search("merger March", { as: ["group:board"] });
  expect(board.hits[0]?.passage.text).toContain("March");
  expect(await project.verify()).toMatchObject({ clean: true });
});

test("a sync shows how far the vectors are, and can be cancelled among them", async () => {
  for (let page = 0; page < 400; page++) write(`docs/many/${page}.md`, `# Page ${page}\n\nText number ${page * 31}.\n`);
  await using project = await open();
  const controller = new AbortController();
  const shown: Progress[] = [];
  const syncing = project.sync({
    signal: controller.signal,
    onProgress: (progress) => {
      if (progress.stage === "vectors") shown.push(progress);
      if (shown.length === 2) controller.abort();
    },
  });
  await expect(syncing).rejects.toMatchObject({ name: "AbortError" });
  expect(shown[0]).toMatchObject({ unit: "passages", done: expect.any(Number), total: expect.any(Number) });
  await project.sync();
  expect(await project.stats()).toMatchObject({ documents: 402, vectors: 402 });
});

test("long passages and many texts are put together by tokens", async () => {
  write("docs/long.txt", "A sentence of several words follows another one. ".repeat(4000));
  await using project = await open();
  await project.sync();
  const sizes = embedCalls().map(({ body }) => JSON.stringify(body).length);
  expect(Math.max(...sizes)).toBeLessThan(120_000);
  expect(await project.verify()).toMatchObject({ clean: true });
});

test("a server that changes its dimensions is caught before anything is stored", async () => {
  await using project = await open();
  await project.sync();
  await server[Symbol.asyncDispose]();
  server = await createFakeModelServer({ model: "nomic-embed-text", embedder: createFakeEmbedder({ dims: 16 }) });
  const identity = { reference: "ollama:nomic-embed-text", baseUrl: `${server.origin}/v1`, identity: "same" };
  await using other = await open({ embedder: "vectors", models: { vectors: identity } });
  await expect(other.sync()).rejects.toMatchObject({ code: "library_mismatch" });
  await using moved = await open({ embedder: "vectors", models: { vectors: { ...identity } } });
  await moved.rebuild();
  expect((await moved.stats()).generations.find(({ state }) => state === "active")).toMatchObject({ dims: 16 });
});

test("--offline fails early with the list of what is missing, and a server on this machine is not", async () => {
  const away = { reference: "openai:text-embedding-3-small" };
  const ranker = { reference: "jina:jina-reranker-v2" };
  await using project = await open({ embedder: "away", reranker: "ranker", models: { away, ranker } }, true);
  const calls = server.calls().length;
  const message = /away: a connection to https:\/\/api\.openai\.com.*ranker: a connection to https:\/\/api\.jina\.ai/u;
  await expect(project.sync()).rejects.toMatchObject({ code: "offline", message: expect.stringMatching(message) });
  expect(server.calls()).toHaveLength(calls);
  await using here = await open({ embedder: "vectors" }, true);
  expect(await here.sync()).toMatchObject({ sources: [{ added: 2 }] });
});

test("without its key a model is refused before anything is read, and the variable is named", async () => {
  await using project = await open({ embedder: "openai:text-embedding-3-small" });
  await expect(project.sync()).rejects.toMatchObject({
    code: "model_not_ready",
    message: expect.stringContaining("OPENAI_API_KEY"),
    hint: expect.stringContaining("Set OPENAI_API_KEY"),
  });
});

test("a sync whose server trickles its answers ends at the first signal, before the embedder is known and after", async () => {
  const drip: ModelFault = { kind: "endless", afterBytes: 0, text: " ", pauseMs: 100 };
  for (const first of [1, 2]) {
    await using project = await open();
    const stop = new AbortController();
    const from = server.calls().length + first;
    const asked = Promise.withResolvers<void>();
    fault = ({ count }) => {
      if (count < from) return undefined;
      asked.resolve();
      return drip;
    };
    const sync = project.sync({ signal: stop.signal });
    await asked.promise;
    stop.abort();
    await expect(sync).rejects.toBe(stop.signal.reason);
  }
});

test("a project that is closed while its embedder is being opened does not wait for the server", async () => {
  const asked = Promise.withResolvers<void>();
  fault = () => {
    asked.resolve();
    return { kind: "silent" };
  };
  const project = await open();
  const sync = project.sync();
  await asked.promise;
  await Promise.all([expect(sync).rejects.toMatchObject({ name: "AbortError" }), project[Symbol.asyncDispose]()]);
});

test("a first sync that its embedder's server stops leaves a library that is not current until the next one", async () => {
  await using project = await open();
  fault = () => ({ kind: "answer", status: 422, body: "{}" });
  await expect(project.sync()).rejects.toMatchObject({ name: "SchoolbookError" });
  expect(await project.isCurrent()).toBe(false);
  fault = undefined;
  await project.sync();
  expect(await project.isCurrent()).toBe(true);
});
