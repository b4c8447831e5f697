import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";

import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";

import { createWorkplace } from "../../../../test/trainers/peft-sidecar.ts";
import type { TrainPlan } from "../../../spec/training.ts";
import { createFakeRuntime } from "../../../testing/fake-runtime.ts";
import { trainerExamples } from "../../../testing/trainer-suite.ts";
import { createHostedTrainer } from "../hosted-trainer.ts";
import { createFireworksApi } from "./create-fireworks-api.ts";

const place = createWorkplace();
afterAll(() => place[Symbol.dispose]());

type World = {
  readonly datasets: Map<string, string>;
  readonly jobs: Map<string, { readonly order: unknown; looks: number }>;
  readonly keys: Set<string>;
  /** Answers of the n-th call that are lost after the work was done. */
  lost: number;
  calls: number;
  states: readonly string[];
};

let world: World;
let server: Server;
let address = "";

beforeEach(async () => {
  world = { datasets: new Map(), jobs: new Map(), keys: new Set(), lost: -1, calls: 0, states: [] };
  world.states = ["JOB_STATE_CREATING", "JOB_STATE_RUNNING", "JOB_STATE_COMPLETED"];
  server = createServer((request, response) => {
    void Array.fromAsync<Buffer>(request).then((parts) => {
      const { status, value } = answer(
        request.method ?? "GET",
        request.url ?? "",
        Buffer.concat(parts).toString("utf8"),
      );
      if (request.headers.authorization !== undefined)
        world.keys.add(`${request.url?.split("/")[1]} ${request.headers.authorization}`);
      if ((world.calls += 1) === world.lost) return request.socket.destroy();
      response.writeHead(status, { "content-type": "application/json" });
      return response.end(typeof value === "string" ? value : JSON.stringify(value));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const listening = server.address();
  address = `http://127.0.0.1:${typeof listening === "object" ? listening?.port : 0}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
});

function answer(method: string, url: string, body: string): { readonly status: number; readonly value: unknown } {
  const exists = { status: 409, value: { code: 6, message: "already exists" } };
  const missing = { status: 404, value: { code: 5, message: "not found" } };
  const [, rest = url] = /^\/v1\/accounts\/acme\/(.+)$/u.exec(url) ?? [];
  if (method === "POST" && rest === "datasets") {
    const { datasetId } = z.looseObject({ datasetId: z.string() }).parse(JSON.parse(body));
    if (world.datasets.has(datasetId)) return exists;
    world.datasets.set(datasetId, "UPLOADING");
    return { status: 200, value: { name: datasetId, state: "UPLOADING" } };
  }
  const dataset = /^datasets\/([^/:]+)(:upload)?$/u.exec(rest);
  if (dataset?.[2] !== undefined) world.datasets.set(dataset[1] ?? "", "READY");
  if (dataset !== null) {
    const state = world.datasets.get(dataset[1] ?? "");
    return state === undefined ? missing : { status: 200, value: { name: dataset[1], state } };
  }
  const created = /^supervisedFineTuningJobs\?supervisedFineTuningJobId=(.+)$/u.exec(rest)?.[1];
  if (created !== undefined) {
    if (world.jobs.has(created)) return exists;
    world.jobs.set(created, { order: JSON.parse(body), looks: 0 });
    return { status: 200, value: shown(created, "JOB_STATE_CREATING") };
  }
  if (rest.endsWith(":getDownloadEndpoint")) {
    const signed = (name: string) => `${address.replace("127.0.0.1", "localhost")}/storage/${name}`;
    const names = ["adapter_config.json", "adapter_model.safetensors"];
    return {
      status: 200,
      value: { filenameToSignedUrls: Object.fromEntries(names.map((name) => [name, signed(name)])) },
    };
  }
  if (url.startsWith("/storage/")) return { status: 200, value: `bytes of ${url.split("/").at(-1)}` };
  const id = /^supervisedFineTuningJobs\/([^/:]+)/u.exec(rest)?.[1] ?? "";
  const job = world.jobs.get(id);
  if (job === undefined) return missing;
  const state = world.states[Math.min(job.looks, world.states.length - 1)] ?? "";
  job.looks += 1;
  return { status: 200, value: shown(id, state) };
}

const shown = (id: string, state: string) => ({
  name: `accounts/acme/supervisedFineTuningJobs/${id}`,
  state,
  outputModel: `accounts/acme/models/${id}`,
  status: { code: "OK", message: state === "JOB_STATE_FAILED" ? "the rows are too long" : "" },
});

const planOf = (seed = 7): TrainPlan => ({
  name: "pumps",
  base: "accounts/fireworks/models/qwen3-8b",
  baseFolder: "",
  examples: trainerExamples(),
  rank: 8,
  alpha: 32,
  learningRate: 1e-4,
  epochs: 2,
  batchSize: 4,
  maxTokens: 2048,
  seed,
  folder: place.newFolder(),
});

const run = async (plan: TrainPlan) => {
  const runtime = createFakeRuntime({ fetch: globalThis.fetch });
  const api = createFireworksApi({ account: "acme", key: "fw-secret", address: `${address}/v1`, runtime });
  return Array.fromAsync(createHostedTrainer({ api, runtime }).train(plan));
};

test("rows, order and adapter go the way of Fireworks, and the key does not go to the storage", async () => {
  const plan = planOf();
  expect((await run(plan)).at(-1)).toMatchObject({ kind: "finish", adapter: { path: join(plan.folder, "adapter") } });
  const text = readFileSync(join(plan.folder, "adapter", "adapter_model.safetensors"), "utf8");
  expect(text).toBe("bytes of adapter_model.safetensors");
  const [[key, job] = ["", undefined]] = [...world.jobs];
  expect(job?.order).toMatchObject({
    dataset: `accounts/acme/datasets/${key}`,
    baseModel: "accounts/fireworks/models/qwen3-8b",
    loraRank: 8,
    epochs: 2,
  });
  expect([...world.keys]).toEqual(["v1 Bearer fw-secret"]);
});

test("whichever answer is lost, there is one dataset and one job", async () => {
  await run(planOf());
  const calls = world.calls;
  for (let lost = 1; lost <= calls; lost++) {
    const before = { datasets: world.datasets.size, jobs: world.jobs.size };
    const plan = planOf(100 + lost);
    world.lost = world.calls + lost;
    await run(plan).catch(() => undefined);
    world.lost = -1;
    expect((await run(plan)).at(-1)?.kind).toBe("finish");
    expect(world.datasets.size - before.datasets, `answer ${lost}`).toBe(1);
    expect(world.jobs.size - before.jobs, `answer ${lost}`).toBe(1);
  }
});

test("a job that fails says why", async () => {
  world.states = ["JOB_STATE_RUNNING", "JOB_STATE_FAILED"];
  await expect(run(planOf())).rejects.toMatchObject({
    code: "engine_failed",
    message: expect.stringContaining("the rows are too long"),
  });
  world.states = ["JOB_STATE_DREAMING"];
  await expect(run(planOf())).rejects.toMatchObject({ message: expect.stringContaining("JOB_STATE_DREAMING") });
});
