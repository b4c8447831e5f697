import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { ENGINES_FOLDER, withLlama } from "../../../../test/llama-engine.ts";
import { seededRandom, systemRuntime } from "../../../core/runtime.ts";
import { readGgufHeader } from "../../../weights/gguf/read-gguf-header.ts";
import { CONFIG_SCHEMA } from "../../config/config-schema.ts";
import { openChatModel } from "../open-model.ts";
import { requireModels } from "../require-models.ts";
import { NANO_FOLDER, writeNano } from "./write-nano.ts";

let home = "";

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "schoolbook-nano-"));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

const options = () => ({ source: NANO_FOLDER, models: join(home, "models"), runtime: systemRuntime() });
const written = (): readonly string[] => readdirSync(join(home, "models", "nano"));

test("the file is written once, whole or not at all, however many ask for it at the same time", async () => {
  const files = await Promise.all([1, 2, 3].map(async () => writeNano(options())));
  expect(new Set(files).size).toBe(1);
  expect(written()).toEqual([expect.stringMatching(/^nano-[0-9a-f]{16}-f16\.gguf$/u)]);
  const { values } = await readGgufHeader(files[0] ?? "");
  expect(values.get("general.architecture")).toBe("qwen3");
});

test("other weights are another file; those of before stay for whoever has them open", async () => {
  const file = await writeNano(options());
  const source = join(home, "source");
  cpSync(NANO_FOLDER, source, { recursive: true });
  writeFileSync(join(source, "chat_template.jinja"), "{{ messages[0].content }}");
  const other = await writeNano({ ...options(), source });
  expect(other).not.toBe(file);
  expect(written()).toHaveLength(2);
});

test("a file that was cut short or emptied is written anew, and a whole one is left alone", async () => {
  const file = await writeNano(options());
  const whole = readFileSync(file);
  for (const bytes of [0, 1000, whole.byteLength - 1]) {
    truncateSync(file, bytes);
    expect(await writeNano(options())).toBe(file);
    expect(readFileSync(file).equals(whole)).toBe(true);
  }
  const { ino } = statSync(file);
  await writeNano(options());
  expect(statSync(file).ino).toBe(ino);
  expect(written()).toHaveLength(1);
});

test("weights that cannot be written leave nothing behind", async () => {
  const source = join(home, "source");
  cpSync(NANO_FOLDER, source, { recursive: true });
  writeFileSync(join(source, "model.safetensors"), "cut short");
  await expect(writeNano({ ...options(), source })).rejects.toMatchObject({ name: "SchoolbookError" });
  expect(written()).toEqual([]);
  writeFileSync(join(home, "file"), "");
  await expect(writeNano({ ...options(), models: join(home, "file") })).rejects.toMatchObject({
    code: "storage_readonly",
    hint: expect.stringContaining("SCHOOLBOOK_HOME"),
  });
});

test("without the llama engine, nano is one message with the command that mends it, also offline", async () => {
  const { models } = CONFIG_SCHEMA.parse({});
  const runtime = systemRuntime({ env: { SCHOOLBOOK_HOME: home } });
  const wiring = { runtime, offline: false, projectFolder: home };
  const chat = [{ name: "nano", role: "chat" }] as const;
  await expect(requireModels(chat, models, wiring)).rejects.toMatchObject({
    code: "model_not_ready",
    message: "Missing: nano: the llama engine (78 MB).",
    hint: "Run `schoolbook engines add llama`.",
  });
  await expect(requireModels(chat, models, { ...wiring, offline: true })).rejects.toMatchObject({ code: "offline" });
  await expect(requireModels([{ name: "nano:8b", role: "chat" }], models, wiring)).rejects.toMatchObject({
    hint: expect.stringContaining("Write `nano` alone."),
  });
  await expect(requireModels([{ name: "nano", role: "embedder" }], models, wiring)).rejects.toMatchObject({
    code: "config_invalid",
    message: '"nano" cannot be used as an embedder.',
  });
});

withLlama("nano, through llama.cpp", () => {
  test("a file of the right size that cannot be read says which file to delete", async () => {
    const file = await writeNano(options());
    writeFileSync(file, Buffer.alloc(statSync(file).size));
    const runtime = systemRuntime({ env: { SCHOOLBOOK_HOME: home } });
    await expect(openChatModel("nano", { runtime, enginesFolder: ENGINES_FOLDER })).rejects.toMatchObject({
      hint: expect.stringContaining(`Delete ${file}`),
    });
  });

  test("it answers by its name", async () => {
    const runtime = systemRuntime({ env: { SCHOOLBOOK_HOME: home }, random: seededRandom(1) });
    await using nano = await openChatModel("nano", { runtime, enginesFolder: ENGINES_FOLDER });
    expect(nano.id).toBe("nano");
    const prompt = [{ role: "user", content: "Hello." }] as const;
    const events = [];
    for await (const event of nano.generate({ prompt, maxTokens: 8, temperature: 0 })) events.push(event);
    expect(events.at(-1)).toMatchObject({ kind: "finish", usage: { outputTokens: { total: expect.any(Number) } } });
  });
});
