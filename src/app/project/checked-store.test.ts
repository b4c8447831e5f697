import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { systemRuntime } from "../../core/runtime.ts";
import type { AnswerEvent } from "../../spec/answer.ts";
import { createFakeModelServer, type FakeModelServer } from "../../testing/index.ts";
import type { ProjectConfig } from "../config/config-schema.ts";
import { openProject } from "../open-project.ts";
import type { Project } from "./project.ts";

const PUBLIC = { as: ["public"] };

let folder: string;
let server: FakeModelServer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-checked-"));
  writeFileSync(join(folder, "a.md"), "# Bird\n\nThe kestrel nests in the tower.\n");
  writeFileSync(join(folder, "b.md"), "# Pay\n\nThe kestrel budget is four percent.\n");
  server = await createFakeModelServer();
});

afterEach(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

function config(closed: boolean, more: Partial<ProjectConfig> = {}): ProjectConfig {
  const baseUrl = `${server.origin}/v1`;
  const rules = closed ? [{ path: "b.md", allow: ["group:staff"] }] : [];
  return {
    embedder: "vectors",
    models: {
      vectors: { reference: "ollama:fake", baseUrl },
      ranker: { reference: "vllm:fake", baseUrl },
      chat: { reference: "vllm:fake", baseUrl },
    },
    sources: { docs: { kind: "folder", path: ".", access: [...rules, { path: "**", allow: ["public"] }] } },
    parsing: { processes: 1 },
    ...more,
  };
}

async function sync(closed: boolean): Promise<void> {
  await using project = await openProject({ folder, config: config(closed) });
  await project.sync();
}

/** A reader under the stricter rules; while its first question is embedded, another project syncs under looser ones. */
async function overtaken(more: Partial<ProjectConfig> = {}): Promise<Project> {
  await sync(true);
  const system = systemRuntime();
  let isOvertaken = false;
  const runtime = {
    ...system,
    fetch: async (...call: Parameters<typeof fetch>) => {
      if (!isOvertaken) {
        isOvertaken = true;
        await sync(false);
      }
      return system.fetch(...call);
    },
  };
  return openProject({ folder, config: config(true, more), runtime });
}

function callsTo(path: string): number {
  return server.calls().filter((call) => call.path.endsWith(path)).length;
}

test("a search that a sync under looser rules overtakes gives nothing", async () => {
  await using reader = await overtaken();
  await expect(reader.search("kestrel budget", PUBLIC)).rejects.toMatchObject({ code: "library_outdated" });
});

test("what a search was not allowed to find by the time it ended is not sent to a reranker", async () => {
  await using reader = await overtaken({ reranker: "ranker" });
  await expect(reader.search("kestrel budget", PUBLIC)).rejects.toMatchObject({ code: "library_outdated" });
  expect(callsTo("/rerank")).toBe(0);
});

test.each(["quoting", "chat"])(
  "an answer by %s that a sync under looser rules overtakes says nothing, and no model reads it",
  async (model) => {
    await using reader = await overtaken({ model });
    const events: AnswerEvent[] = [];
    const read = async (): Promise<void> => {
      for await (const event of reader.ask("How much is the kestrel budget?", PUBLIC)) events.push(event);
    };
    await expect(read()).rejects.toMatchObject({ code: "library_outdated" });
    expect(JSON.stringify(events)).not.toContain("four percent");
    expect(callsTo("/chat/completions")).toBe(0);
  },
);

test("without a sync in between the same question is answered from what is open", async () => {
  await sync(true);
  await using reader = await openProject({ folder, config: config(true, { reranker: "ranker" }) });
  const { hits } = await reader.search("kestrel budget", PUBLIC);
  expect(hits.map(({ passage }) => passage.documentId)).toEqual(["docs:a.md"]);
  expect(callsTo("/rerank")).toBeGreaterThan(0);
});
