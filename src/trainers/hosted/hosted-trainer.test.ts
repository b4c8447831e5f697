import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { zstdCompress } from "node:zlib";

import { afterAll, afterEach, beforeEach, expect, test } from "vitest";

import { type FakeProvider, startFakeProvider } from "../../../test/trainers/fake-provider.ts";
import { createWorkplace } from "../../../test/trainers/peft-sidecar.ts";
import type { TrainEvent, TrainPlan } from "../../spec/training.ts";
import { createFakeRuntime } from "../../testing/fake-runtime.ts";
import { TRAINER_SUITE, trainerExamples } from "../../testing/trainer-suite.ts";
import type { HostedApi } from "./hosted-api.ts";
import { createHostedTrainer } from "./hosted-trainer.ts";
import { createOpenAiApi } from "./openai-shape/create-openai-api.ts";
import { OPENAI_PRESETS } from "./openai-shape/presets.ts";
import { createTogetherApi } from "./together/create-together-api.ts";

const place = createWorkplace();
afterAll(() => place[Symbol.dispose]());

let fake: FakeProvider;
beforeEach(async () => {
  fake = await startFakeProvider();
});
afterEach(async () => fake[Symbol.asyncDispose]());

const KEY = "sk-very-secret";
const runtime = () => createFakeRuntime({ fetch: globalThis.fetch, startMs: Date.UTC(2026, 10, 26) });
const openAi = (preset: keyof typeof OPENAI_PRESETS = "openai", clock = runtime()): HostedApi =>
  createOpenAiApi({ preset: OPENAI_PRESETS[preset], key: KEY, address: fake.address, runtime: clock });

const trainerOf = (api: HostedApi = openAi(), clock = runtime()) => createHostedTrainer({ api, runtime: clock });

const planOf = (changes: Partial<TrainPlan> = {}): TrainPlan => ({
  name: "pumps",
  base: "gpt-4.1-mini-2025-04-14",
  baseFolder: "",
  examples: trainerExamples(),
  rank: 16,
  alpha: 32,
  learningRate: 1e-4,
  epochs: 3,
  batchSize: 4,
  maxTokens: 2048,
  seed: 7,
  folder: place.newFolder(),
  ...changes,
});

const run = async (plan = planOf(), api = openAi()): Promise<readonly TrainEvent[]> =>
  Array.fromAsync(trainerOf(api).train(plan));

const cases = TRAINER_SUITE.map((one) => [one.name, one] as const);

test.for(cases)("at a provider of OpenAI's shape: %s", async ([, { check }], { skip }) => {
  const outcome = await check(async () => ({
    trainer: trainerOf(),
    base: "gpt-4.1-mini",
    baseFolder: "",
    deterministic: false,
    newFolder: () => place.newFolder(),
    weightsOf: async () => undefined,
    isDifferent: async ({ path }) => path === "openai:ft:base:ftjob-1",
    [Symbol.asyncDispose]: async () => undefined,
  }));
  if (outcome.kind === "skipped") skip(outcome.reason);
});

test("what is uploaded is OpenAI's form, what is ordered is the plan, and the key goes along", async () => {
  await run();
  const [row] = (fake.files[0]?.text ?? "").split("\n");
  expect(JSON.parse(row ?? "")).toEqual({ messages: trainerExamples()[0]?.messages });
  expect(fake.jobs[0]?.body).toMatchObject({
    model: "gpt-4.1-mini-2025-04-14",
    training_file: "file-1",
    seed: 7,
    method: { type: "supervised", supervised: { hyperparameters: { n_epochs: 3, batch_size: 4 } } },
  });
  expect(fake.calls.every(({ headers }) => headers.authorization === `Bearer ${KEY}`)).toBe(true);
});

test("Azure is asked with its own key header and version", async () => {
  await run(planOf(), openAi("azure"));
  expect(fake.calls.every(({ headers }) => headers["api-key"] === KEY && headers.authorization === undefined)).toBe(
    true,
  );
  expect(fake.calls.every(({ path }) => path.includes("?api-version="))).toBe(true);
});

test("an answer to an upload or an order that is lost never leads to a second file or job", async () => {
  for (const [seed, lost] of ["POST files", "POST fine_tuning/jobs"].entries()) {
    const plan = planOf({ seed });
    let count = 0;
    fake.onCall = ({ method, path }) =>
      `${method} ${path}` === lost && (count += 1) === 1 ? { kind: "lost" } : undefined;
    const before = { files: fake.files.length, jobs: fake.jobs.length };
    const first = await run(plan).catch((error: unknown) => error);
    const events = Array.isArray(first) ? first : await run(plan);
    expect(events.at(-1)).toMatchObject({ kind: "finish" });
    expect(fake.files.length - before.files).toBe(1);
    expect(fake.jobs.length - before.jobs).toBe(1);
  }
});

test("killed at any call, a run goes on with its file and its job", async () => {
  const whole = await run();
  const calls = fake.calls.length;
  for (let at = 1; at <= calls; at++) {
    const plan = planOf({ seed: at });
    const before = fake.jobs.length;
    const from = fake.calls.length;
    const controller = new AbortController();
    fake.onCall = () => {
      if (fake.calls.length - from === at) controller.abort(new Error("killed"));
      return undefined;
    };
    const killed = Array.fromAsync(trainerOf().train({ ...plan, abortSignal: controller.signal }));
    const first = await killed.catch(() => []);
    fake.onCall = () => undefined;
    const rest = await run(plan);
    expect(rest.at(-1)?.kind).toBe("finish");
    expect(fake.jobs.length - before, `killed at call ${at}`).toBe(1);
    const steps = [...first, ...rest].flatMap((event) => (event.kind === "step" ? [event.step] : []));
    expect(new Set(steps).size).toBe(steps.length);
  }
  expect(whole.filter(({ kind }) => kind === "step")).toHaveLength(3);
  expect(whole.at(-1)).toMatchObject({ checks: { losses: [2.5, 1.5, 0.5] } });
});

test("429 and 5xx are waited out where asking again is safe", async () => {
  let busy = 3;
  fake.onCall = ({ method }) =>
    method === "POST" && (busy -= 1) >= 0
      ? { kind: "status", status: 429, headers: { "retry-after": "2" } }
      : undefined;
  const clock = runtime();
  expect((await Array.fromAsync(trainerOf(openAi("openai", clock), clock).train(planOf()))).at(-1)?.kind).toBe(
    "finish",
  );
  expect(clock.monotonicMs()).toBeGreaterThanOrEqual(6000);
  let broken = 4;
  fake.onCall = ({ method }) => (method === "GET" && (broken -= 1) >= 0 ? { kind: "status", status: 503 } : undefined);
  expect((await run()).at(-1)?.kind).toBe("finish");
});

test.for([
  [
    "a key that is refused",
    { kind: "status", status: 401, body: `{"error":{"message":"bad key"}}` },
    "model_not_ready",
    "bad key",
  ],
  [
    "an order that is refused",
    { kind: "status", status: 400, body: `{"error":{"message":"model gone"}}` },
    "input_invalid",
    "model gone",
  ],
  [
    "a provider that asks to wait for an hour",
    { kind: "status", status: 429, headers: { "retry-after": "3600" } },
    "engine_busy",
    "asks to wait",
  ],
  ["a provider that is down", { kind: "status", status: 500 }, "engine_failed", "failed (500)"],
  ["an answer that is always cut off", { kind: "cut" }, "engine_failed", "broke off"],
  ["a web page", { kind: "body", body: "<html>login</html>" }, "engine_failed", "no JSON"],
  ["JSON of another form", { kind: "body", body: `{"data": 5}` }, "engine_failed", "not what was asked for"],
] as const)("%s ends the run with a word, without the key in it", async ([, fault, code, message]) => {
  fake.onCall = () => fault;
  const error: unknown = await run().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
  expect(JSON.stringify(error)).not.toContain(KEY);
  expect(fake.jobs).toHaveLength(0);
});

test.for([
  ["another job", { id: "ftjob-99" }, "answered with ftjob-99"],
  ["success without a model", { status: "succeeded", fine_tuned_model: null }, "names no model"],
  ["a status that is not known", { status: "thinking" }, '"thinking"'],
] as const)("%s is not believed", async ([, fields, message]) => {
  fake.jobFields = fields;
  await expect(run()).rejects.toMatchObject({ code: "engine_failed", message: expect.stringContaining(message) });
});

test("a job that fails or is cancelled says why, and running again orders no other", async () => {
  fake.statuses = ["running", "failed"];
  const plan = planOf();
  await expect(run(plan)).rejects.toMatchObject({
    code: "engine_failed",
    message: expect.stringContaining("row 3 is too long"),
  });
  await expect(run(plan)).rejects.toMatchObject({ code: "engine_failed" });
  fake.statuses = ["running", "cancelled"];
  await expect(run()).rejects.toMatchObject({ code: "cancelled" });
  expect(fake.jobs).toHaveLength(2);
});

test("a signal stops following the job, cancel ends it", async () => {
  fake.statuses = ["running"];
  const plan = planOf();
  const trainer = trainerOf();
  for await (const event of trainer.train(plan)) if (event.kind === "step") break;
  expect(fake.jobs[0]?.isCancelled).toBe(false);
  await trainer.cancel(plan.folder);
  expect(fake.jobs[0]?.isCancelled).toBe(true);
  await expect(run(plan)).rejects.toMatchObject({ code: "cancelled" });
  await expect(trainer.cancel(place.newFolder())).rejects.toMatchObject({ code: "not_found" });
});

test("after its last day a provider gets no order, and a job that runs is still followed", async () => {
  const late = createFakeRuntime({ fetch: globalThis.fetch, startMs: Date.UTC(2027, 0, 6) });
  const closed = createHostedTrainer({ api: openAi(), runtime: late });
  const plan = planOf();
  await expect(Array.fromAsync(closed.train(plan))).rejects.toMatchObject({
    code: "input_invalid",
    message: expect.stringContaining("since 2027-01-05"),
  });
  expect(fake.calls).toHaveLength(0);
  for await (const event of trainerOf().train(plan)) if (event.kind === "step") break;
  expect((await Array.fromAsync(closed.train(plan))).at(-1)?.kind).toBe("finish");
});

test("the estimate names price, last day, where the weights are, and what hosting costs", async () => {
  const trainer = createHostedTrainer({
    api: openAi(),
    runtime: runtime(),
    prices: { usdPerMillionTokens: 5, hostingUsdPerHour: 2 },
  });
  const { costUsd, notes } = await trainer.estimate(planOf());
  expect(costUsd).toBeGreaterThan(0);
  expect(notes.join(" ")).toMatch(/USD a million.*2027-01-05.*2027-01-14.*stay with the provider.*1460 USD a month/u);
  expect((await trainerOf(openAi("azure")).estimate(planOf())).notes.join(" ")).toMatch(/price list.*by the hour/u);
  expect(fake.calls).toHaveLength(0);
});

test("weights between 0 and 1 and a state that cannot be read are refused before anything is sent", async () => {
  const half = trainerExamples().map((example) => ({ ...example, weight: 0.5 }));
  const halfReplies = trainerExamples().map((example) => ({
    ...example,
    messages: example.messages.map((message) => ({ ...message, weight: 0.5 })),
  }));
  for (const examples of [half, halfReplies]) {
    await expect(run(planOf({ examples }))).rejects.toMatchObject({
      message: expect.stringContaining("weight 0.5"),
    });
  }
  const plan = planOf();
  await run(plan);
  writeFileSync(join(plan.folder, "hosted.json"), "{");
  await expect(run(plan)).rejects.toMatchObject({
    code: "input_invalid",
    message: expect.stringContaining("hosted.json"),
  });
  expect(fake.jobs).toHaveLength(1);
});

const CONFIG = `{"peft_type": "LORA"}`;

test("Nebius: LoRA's settings are sent, and the last checkpoint's adapter comes home", async () => {
  const checkpoints = {
    data: [
      { step_number: 2, result_files: ["a", "b"] },
      { step_number: 1, result_files: ["old"] },
    ],
  };
  const given = (path: string, body: string, type = "application/json") =>
    fake.answers.set(`GET ${path}`, { type, body });
  given("fine_tuning/jobs/ftjob-1/checkpoints", JSON.stringify(checkpoints));
  given("files/a", JSON.stringify({ id: "a", filename: "../../ckpt/adapter_config.json" }));
  given("files/b", JSON.stringify({ id: "b", filename: "adapter_model.safetensors" }));
  given("files/a/content", CONFIG, "application/octet-stream");
  given("files/b/content", "weights", "application/octet-stream");
  const plan = planOf();
  const finish = (await run(plan, openAi("nebius"))).at(-1);
  expect(finish).toMatchObject({ kind: "finish", adapter: { path: join(plan.folder, "adapter") } });
  expect(readFileSync(join(plan.folder, "adapter", "adapter_config.json"), "utf8")).toBe(CONFIG);
  expect(fake.jobs[0]?.body).toMatchObject({ hyperparameters: { lora: true, lora_r: 16, learning_rate: 1e-4 } });
});

test("an adapter that lacks a file is not kept, and can be fetched again", async () => {
  fake.answers.set("GET fine_tuning/jobs/ftjob-1/checkpoints", {
    type: "application/json",
    body: JSON.stringify({ data: [{ step_number: 1, result_files: ["a"] }] }),
  });
  fake.answers.set("GET files/a", { type: "application/json", body: `{"id": "a", "filename": "adapter_config.json"}` });
  fake.answers.set("GET files/a/content", { type: "application/octet-stream", body: CONFIG });
  const plan = planOf();
  const again = async () => run(plan, openAi("nebius"));
  await expect(again()).rejects.toMatchObject({
    message: expect.stringContaining("without adapter_model.safetensors"),
  });
  expect(existsSync(join(plan.folder, "adapter"))).toBe(false);
  await expect(again()).rejects.toMatchObject({ code: "engine_failed" });
  expect(fake.jobs).toHaveLength(1);
});

test("Together: its own shape, its own estimate, an adapter in an archive", async () => {
  const api = createTogetherApi({ key: KEY, address: fake.address, runtime: runtime() });
  const archive = Buffer.concat([
    tarFile("out/adapter_config.json", CONFIG),
    tarFile("out/adapter_model.safetensors", "weights"),
    Buffer.alloc(1024),
  ]);
  fake.statuses = ["pending", "running", "uploading", "completed"];
  fake.answers.set("GET finetune/download?ft_id=ftjob-1&checkpoint=adapter", {
    type: "application/octet-stream",
    body: await promisify(zstdCompress)(archive),
  });
  const plan = planOf({ base: "meta-llama/Llama-3.1-8B" });
  expect((await run(plan, api)).at(-1)).toMatchObject({
    kind: "finish",
    adapter: { path: join(plan.folder, "adapter") },
  });
  expect(readFileSync(join(plan.folder, "adapter", "adapter_model.safetensors"), "utf8")).toBe("weights");
  expect(fake.jobs[0]?.body).toMatchObject({
    n_epochs: 3,
    training_method: { method: "sft", train_on_inputs: false },
    training_type: { type: "Lora", lora_r: 16, lora_alpha: 32 },
  });
});

test("Together: a job that would cost more than is allowed is not ordered", async () => {
  const api = createTogetherApi({ key: KEY, address: fake.address, runtime: runtime() });
  fake.statuses = ["running"];
  fake.answers.set("POST fine-tunes/estimate-price", {
    type: "application/json",
    body: `{"estimated_total_price": 12}`,
  });
  const withLimit = (maxUsd: number) => createHostedTrainer({ api, runtime: runtime(), maxUsd });
  const plan = planOf();
  await expect(Array.fromAsync(withLimit(10).train(plan))).rejects.toMatchObject({
    code: "input_invalid",
    message: "together asks 12 USD for this job, and 10 are allowed.",
  });
  expect(fake.jobs).toHaveLength(0);
  fake.statuses = ["cancelled"];
  await expect(Array.fromAsync(withLimit(12).train(plan))).rejects.toMatchObject({ code: "cancelled" });
});

test("Together: a job that fails tells the reason of its events", async () => {
  const api = createTogetherApi({ key: KEY, address: fake.address, runtime: runtime() });
  fake.statuses = ["error"];
  const events = [{ type: "job_start" }, { type: "job_error", message: "out of credit" }];
  fake.answers.set("GET fine-tunes/ftjob-1/events", {
    type: "application/json",
    body: JSON.stringify({ data: events }),
  });
  await expect(run(planOf(), api)).rejects.toMatchObject({ message: expect.stringContaining("out of credit") });
});

function tarFile(name: string, text: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(text.length.toString(8).padStart(11, "0"), 124);
  header.write("0", 156);
  return Buffer.concat([header, Buffer.from(text.padEnd(Math.ceil(text.length / 512) * 512, "\0"))]);
}
