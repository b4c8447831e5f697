import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import { createWorkplace, NANO } from "../../../test/trainers/peft-sidecar.ts";
import { systemRuntime } from "../../core/runtime.ts";
import { createFakeRuntime } from "../../testing/fake-runtime.ts";
import { trainerExamples } from "../../testing/trainer-suite.ts";
import { createPeftTrainer } from "./peft-trainer.ts";
import { startSidecar } from "./run-sidecar.ts";

const place = createWorkplace();
afterAll(() => place[Symbol.dispose]());

let count = 0;
/** A program that stands in for Python: speaks as the sidecar would, or as it never should. */
function fake(body: string): string {
  const path = join(place.folder, `python-${(count += 1)}`);
  writeFileSync(path, `#!${process.execPath}\nconst say = (m) => console.log(JSON.stringify(m));\n${body}`);
  chmodSync(path, 0o755);
  return path;
}

const READY = `say({kind: "ready", facts: {step: 0, steps: 2, rows: 2, tokens: 9, learntTokens: 4, endsLearnt: 2, trainable: 8, tokensAtOnce: 512,
  frozen: 80, device: "cpu", dtype: "float32", templateHash: "t", examplesHash: "e", versions: {}, pid: process.pid, loadSeconds: 1}});`;
const STEP = 'say({kind: "step", step: 1, steps: 2, loss: 2.5, tokens: 9, seconds: 0.1});';
const STAY = "process.stdin.resume(); setInterval(() => {}, 1000);";

const messagesOf = async (python: string, silentMs = 20_000) => {
  await using sidecar = startSidecar({ python, threads: 1, runtime: systemRuntime(), silentMs });
  return await Array.fromAsync(sidecar.messages, ({ kind }) => kind);
};

test("messages come as they are sent, without the heartbeat", async () => {
  const python = fake(
    `say({kind: "alive"}); ${READY} ${STEP} say({kind: "done", step: 1, path: "/a", largestShift: 1, losses: [2.5], neutral: null}); ${STAY}`,
  );
  expect(await messagesOf(python)).toEqual(["ready", "step", "done"]);
});

test("a crash is told with its last words, and that the run goes on from its checkpoint", async () => {
  const crash = messagesOf(fake(`${READY} console.error("libfoo.so: bad"); process.exitCode = 3;`));
  await expect(crash).rejects.toMatchObject({
    code: "engine_crashed",
    message: "The trainer's process ended with code 3; the last it said was: libfoo.so: bad.",
    hint: expect.stringContaining("last checkpoint"),
  });
  await expect(messagesOf(fake('process.kill(process.pid, "SIGKILL");'))).rejects.toMatchObject({
    code: "engine_crashed",
    message: expect.stringContaining("perhaps because the machine ran out of memory"),
  });
});

test("one that falls silent is ended", async () => {
  await expect(messagesOf(fake(`${READY} ${STAY}`), 500)).rejects.toMatchObject({
    code: "engine_crashed",
    message: "The trainer's process gave no sign of life and was ended.",
  });
});

test.for([
  ["no JSON", 'console.log("Loading weights");'],
  ["an unknown message", 'say({kind: "hello"});'],
  ["a loss that is no number", 'say({kind: "step", step: 1, steps: 2, loss: null, tokens: 9, seconds: 0.1});'],
] as const)("%s is not taken for a message", async ([, body]) => {
  await expect(messagesOf(fake(body))).rejects.toMatchObject({ code: "engine_broken" });
});

test("what the trainer says went wrong keeps its code and its hint", async () => {
  const said = `say({kind: "failed", code: "input_invalid", message: "Row 3 is empty.", hint: "Mend it."});`;
  await expect(messagesOf(fake(said))).rejects.toMatchObject({
    code: "input_invalid",
    message: "Row 3 is empty.",
    hint: "Mend it.",
  });
});

test("a Python that is not there is told with the command that mends it", async () => {
  await expect(messagesOf(join(place.folder, "nowhere"))).rejects.toMatchObject({
    code: "engine_broken",
    hint: "Run `schoolbook school setup --force`.",
  });
});

test("keys in the environment are out of its reach, and it asks no hub for models", async () => {
  const python = fake(`say({kind: "failed", code: "internal", message: JSON.stringify(process.env), hint: ""});`);
  const runtime = createFakeRuntime({ env: { PATH: "/bin", OPENAI_API_KEY: "secret-1", HF_TOKEN: "secret-2" } });
  await using sidecar = startSidecar({ python, threads: 3, runtime });
  const told = await Array.fromAsync(sidecar.messages).catch((error: unknown) => String(error));
  expect(told).not.toContain("secret");
  expect(told).toContain('"HF_HUB_OFFLINE":"1"');
  expect(told).toContain('"OMP_NUM_THREADS":"3"');
});

test("an exam that takes longer than silence may last does not end the trainer, which goes on breathing", async () => {
  const python =
    fake(`${READY} say({kind: "checkpoint", step: 1, path: "/c"}); setInterval(() => say({kind: "alive"}), 50);
    process.stdin.on("data", (text) => { if (String(text).includes("go-on")) say({kind: "done", step: 1, path: "/a", largestShift: 1, losses: [2.5], neutral: null}); });`);
  const trainer = createPeftTrainer({
    python: () => python,
    runtime: systemRuntime(),
    silentMs: 600,
    afterCheckpoint: async () => {
      await systemRuntime().sleep(1500);
      return { kind: "go-on" };
    },
  });
  const plan = {
    name: "pumps",
    base: "nano",
    baseFolder: NANO,
    rank: 4,
    alpha: 8,
    learningRate: 1,
    epochs: 1,
    batchSize: 2,
    maxTokens: 9,
    seed: 1,
  };
  const events = await Array.fromAsync(
    trainer.train({ ...plan, examples: trainerExamples(), folder: place.newFolder() }),
    ({ kind }) => kind,
  );
  expect(events).toEqual(["begin", "checkpoint", "finish"]);
});
