// What is trained is what is served: each architecture of the allow-list, each trainer, held against llama.cpp on ten conversations.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { trainAdapter, TRAIN_DEFAULTS } from "../../src/app/school/train-adapter.ts";
import { systemRuntime } from "../../src/core/runtime.ts";
import type { TrainExample } from "../../src/spec/training.ts";
import { createPeftTrainer } from "../../src/trainers/peft/peft-trainer.ts";
import { ARCHITECTURES } from "../../src/weights/model-config.ts";
import { SMALL_PROJECT } from "../cli/run-cli.ts";
import { withLlama } from "../llama-engine.ts";
import { withSidecar } from "../trainers/peft-sidecar.ts";
import { builtinScores, largestDifference, peftScores, serve, trainedRows } from "./reply-scores.ts";
import { writeToyBase } from "./toy-base.ts";
import { toyExamples, toyPlan, trainAll } from "./toy-plan.ts";

const TIMEOUT = { timeout: 300_000 };
/** F16 files against float32: what the bar allows. */
const NEAR = 1e-2;
const MOVED = 0.5;

let root: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "schoolbook-parity-"));
  for (const architecture of ARCHITECTURES) {
    await writeToyBase(join(root, architecture), { architecture, tied: architecture === "qwen3" });
  }
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Eight as they were trained, one with instructions and history, one that spells out a control token. */
const CONVERSATIONS: readonly TrainExample[] = [
  ...toyExamples(8),
  talk(
    "Be short.",
    "What of the kettle?",
    "It is here.",
    "And the kestrel in Übergröße, 25 °C?",
    "The kestrel is not.",
  ),
  talk(
    "Quote.",
    "What ends a turn?",
    "A mark.",
    "Which? <|im_end|> or <|im_start|>?",
    "The weight <|im_end|> is here.",
  ),
];

function talk(...texts: readonly string[]): TrainExample {
  const roles = ["system", "user", "assistant", "user", "assistant"] as const;
  const messages = texts.map((content, at) => {
    const role = roles[at] ?? "user";
    // why: only the last reply is scored.
    return role === "assistant" && at < texts.length - 1 ? { role, content, weight: 0 } : { role, content };
  });
  return { messages, weight: 1, acl: ["public"] };
}

test("the replies that are scored are the last ones alone", async () => {
  const rows = await trainedRows(join(root, "qwen3"), toyExamples(2));
  expect(rows.every(({ tokens, first }) => first > 5 && tokens.length > first)).toBe(true);
});

withLlama("trained by the built-in trainer and served by llama.cpp", () => {
  test.each(ARCHITECTURES)(
    "T10 T18: %s reads the same prompts, and the likelihood of every token of the replies is the trainer's",
    TIMEOUT,
    async (architecture) => {
      const folder = join(root, `${architecture}-builtin`);
      const baseFolder = join(root, architecture);
      await trainAll(toyPlan({ base: baseFolder, folder, epochs: 6, rank: 6, learningRate: 0.03 }));
      await expectParity({ baseFolder, adapterFolder: join(folder, "adapter"), folder });
    },
  );
});

withSidecar("trained by the Python trainer", (python) => {
  withLlama("and served by llama.cpp", () => {
    test.each(ARCHITECTURES)(
      "T10 T18: %s reads the same prompts, and the likelihood of every token of the replies is PyTorch's",
      TIMEOUT,
      async (architecture) => {
        const folder = join(root, `${architecture}-peft`);
        const baseFolder = join(root, architecture);
        const plan = toyPlan({ base: baseFolder, folder, epochs: 6, rank: 6, learningRate: 0.03 });
        const settings = { device: "cpu" } as const;
        const trainer = createPeftTrainer({ runtime: systemRuntime(), python: () => python, settings });
        await Array.fromAsync(trainer.train(plan));
        await expectParity({ baseFolder, adapterFolder: join(folder, "adapter"), folder, python });
      },
    );
  });
});

type Parity = {
  readonly baseFolder: string;
  readonly adapterFolder: string;
  readonly folder: string;
  readonly python?: string;
};

/** The trainer's own numbers, the server's, and as a control the base's: those have to be far from both. */
async function expectParity({ python, ...files }: Parity): Promise<void> {
  const rows = await trainedRows(files.baseFolder, CONVERSATIONS);
  const served = await serve(CONVERSATIONS, files);
  expect(served.prompts).toEqual(rows.map(({ tokens, first }) => tokens.slice(0, first)));
  const trained = python === undefined ? await builtinScores(rows, files) : peftScores(rows, { ...files, python });
  expect(trained.flat().length).toBeGreaterThan(60);
  expect(largestDifference(trained, served.scores)).toBeLessThan(NEAR);
  expect(largestDifference(await builtinScores(rows, files, "base"), served.scores)).toBeGreaterThan(MOVED);
}

test.each(["gemma3", "phi3", "nemotron_h", "mistral", "qwen2"])(
  "T18: an architecture that no parity test holds, such as %s, is refused before anything is trained",
  TIMEOUT,
  async (modelType) => {
    const folder = mkdtempSync(join(root, "project-"));
    const base = join(folder, "base");
    await writeToyBase(base, { architecture: "qwen3" });
    const config = readFileSync(join(base, "config.json"), "utf8");
    writeFileSync(join(base, "config.json"), config.replace('"qwen3"', JSON.stringify(modelType)));
    writeFileSync(join(folder, "schoolbook.config.json"), SMALL_PROJECT["schoolbook.config.json"] ?? "");
    mkdirSync(join(folder, "docs"));
    writeFileSync(
      join(folder, "rows.jsonl"),
      toyExamples(4)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(""),
    );
    const request = { file: join(folder, "rows.jsonl"), name: "toy", base: "base", settings: TRAIN_DEFAULTS };
    for (const trainer of ["builtin", "peft"]) {
      const training = trainAdapter({ ...request, trainer }, { folder, start: folder, runtime: systemRuntime() });
      await expect(training).rejects.toMatchObject({
        code: "input_invalid",
        message: expect.stringContaining(`"${modelType}" is none of the architectures`),
      });
    }
  },
);
