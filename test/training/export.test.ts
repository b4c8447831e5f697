// What is exported answers as what was trained, and not as its base: on nano, and on toys of each architecture.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { compareForms } from "../../src/app/school/export/compare-forms.ts";
import { compareServed } from "../../src/app/school/export/compare-served.ts";
import { seededRandom, systemRuntime } from "../../src/core/runtime.ts";
import { convertToGguf } from "../../src/weights/convert-to-gguf.ts";
import { readGgufHeader } from "../../src/weights/gguf/read-gguf-header.ts";
import { convertLoraToGguf } from "../../src/weights/lora/convert-lora-to-gguf.ts";
import { mergeLora } from "../../src/weights/lora/merge-lora.ts";
import { ENGINES_FOLDER, withLlama } from "../llama-engine.ts";
import { writeToyBase } from "./toy-base.ts";
import { toyPlan, trainAll } from "./toy-plan.ts";

const TIMEOUT = { timeout: 240_000 };

const runtime = systemRuntime({ random: seededRandom(1) });
let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "schoolbook-export-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Exported = { readonly base: string; readonly name: string; readonly learningRate: number };

async function trainAndMerge({ base, name, learningRate }: Exported) {
  const folder = join(root, name);
  await trainAll(toyPlan({ base, folder, learningRate, epochs: 4, rank: 12 }));
  const [adapterFolder, mergedFolder] = [join(folder, "adapter"), join(root, `${name}-merged`)];
  await mergeLora({ folder: adapterFolder, baseFolder: base, out: mergedFolder });
  return { baseFolder: base, adapterFolder, mergedFolder };
}

test(
  "T13 T14: nano with its adapter merged answers as with it beside, word for word, and not as its base",
  TIMEOUT,
  async () => {
    const forms = await trainAndMerge({ base: "models/nano", name: "nano", learningRate: 0.003 });
    const check = await compareForms(forms);
    expect(check.shift).toBeGreaterThan(1);
    expect(check.difference).toBeLessThan(0.05);
    expect(check.sameReplies).toBe(check.prompts);
  },
);

test("T13 T14: an export that is its base, or another adapter's, is stopped", TIMEOUT, async () => {
  const base = join(root, "plain");
  await writeToyBase(base, { architecture: "qwen3" });
  const forms = await trainAndMerge({ base, name: "stopped", learningRate: 0.03 });
  await expect(compareForms({ ...forms, mergedFolder: base })).rejects.toThrow(/merged, it is not what was trained/u);
  const other = await trainAndMerge({ base, name: "other", learningRate: 0.01 });
  await expect(compareForms({ ...forms, mergedFolder: other.mergedFolder })).rejects.toThrow(/not what was trained/u);
});

test.each([
  ["qwen3", true],
  ["qwen3", false],
  ["llama", true],
  ["llama", false],
] as const)("T26: a merged %s (tied: %s) opens again and is written as GGUF", TIMEOUT, async (architecture, tied) => {
  const name = `${architecture}-${tied}`;
  const base = join(root, `${name}-base`);
  await writeToyBase(base, { architecture, tied });
  const forms = await trainAndMerge({ base, name, learningRate: 0.03 });
  const check = await compareForms(forms);
  expect(check.shift).toBeGreaterThan(0.05);
  // why: toys have float32 weights, so that the sum is hardly rounded.
  expect(check.difference).toBeLessThan(1e-3);
  expect(check.sameReplies).toBe(check.prompts);
  const out = join(root, `${name}.gguf`);
  await convertToGguf({ folder: forms.mergedFolder, out, format: "F16" });
  expect((await readGgufHeader(out)).values.get("general.architecture")).toBe(architecture);
});

withLlama("as GGUF in llama.cpp, which Ollama runs too", () => {
  async function served(name: string, architecture: "qwen3" | "llama") {
    const baseFolder = join(root, `${name}-base`);
    await writeToyBase(baseFolder, { architecture });
    const { adapterFolder } = await trainAndMerge({ base: baseFolder, name, learningRate: 0.03 });
    const [baseGguf, path] = [join(root, `${name}.gguf`), join(root, `${name}-lora.gguf`)];
    await convertToGguf({ folder: baseFolder, out: baseGguf, format: "F16" });
    await convertLoraToGguf({ folder: adapterFolder, baseFolder, out: path, name });
    const adapter = { name, path };
    return { baseFolder, adapterFolder, baseGguf, adapter, enginesFolder: ENGINES_FOLDER, runtime };
  }

  test.each(["qwen3", "llama"] as const)(
    "T13 T19: a %s replies as it was trained to",
    TIMEOUT,
    async (architecture) => {
      const check = await compareServed(await served(`${architecture}-served`, architecture));
      expect(check.difference).toBeLessThan(0.05);
      expect(check.sameReplies).toBeGreaterThanOrEqual(check.prompts - 1);
    },
  );

  test("T13: another adapter's file is stopped", TIMEOUT, async () => {
    const one = await served("one", "qwen3");
    const strange = join(root, "strange.gguf");
    await trainAll(toyPlan({ base: one.baseFolder, folder: join(root, "strange"), seed: 9, learningRate: 0.01 }));
    const adapterFolder = join(root, "strange", "adapter");
    await convertLoraToGguf({ folder: adapterFolder, baseFolder: one.baseFolder, out: strange, name: "strange" });
    const compared = compareServed({ ...one, adapter: { name: "strange", path: strange } });
    await expect(compared).rejects.toThrow(/as GGUF, it is not what was trained/u);
  });
});
