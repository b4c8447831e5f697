// Exporting a trained adapter on the command line: every form, for whom, and what is refused.
import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { readGgufHeader } from "../../src/weights/gguf/read-gguf-header.ts";
import { ENGINES_FOLDER, withLlama } from "../llama-engine.ts";
import { writeToyBase } from "../training/toy-base.ts";
import { toyExamples } from "../training/toy-plan.ts";
import { type CliFolder, cliFolder, SMALL_PROJECT } from "./run-cli.ts";

const TIMEOUT = 240_000;
const STAFF = ["--as", "group:staff"];

let cli: CliFolder;

beforeAll(async () => {
  const rows = toyExamples(12).map(({ messages, acl }) => `${JSON.stringify({ messages, acl })}\n`);
  cli = cliFolder({ ...SMALL_PROJECT, "rows.jsonl": rows.join("") });
  await writeToyBase(join(cli.folder, "base"), { architecture: "qwen3" });
  const settings = ["--rank", "12", "--rate", "0.03", "--epochs", "4"];
  const { code } = await cli.run(["school", "train", "rows.jsonl", "--name", "toy", "--base", "base", ...settings]);
  expect(code).toBe(0);
}, TIMEOUT);

afterAll(() => cli[Symbol.dispose]());

async function exported(...flags: readonly string[]) {
  return cli.run(["school", "export", "toy", ...STAFF, ...flags]);
}

const at = (...parts: readonly string[]): string => join(cli.folder, ...parts);

test("an adapter is exported to whoever is cleared for all of its sources; to others there is none", async () => {
  for (const as of [[], ["--as", "user:eve"]]) {
    const { code, stderr } = await cli.run(["school", "export", "toy", "--to", "gguf", ...as]);
    expect([code, stderr]).toEqual([4, expect.stringContaining("There is no adapter toy.")]);
  }
  expect(existsSync(at("toy-gguf"))).toBe(false);
});

test("every form carries the access lists that the adapter inherited", { timeout: TIMEOUT }, async () => {
  for (const form of ["gguf", "ollama", "vllm", "merged"]) {
    const { code, stdout } = await exported("--to", form, "--out", `lists/${form}`);
    expect(code).toBe(0);
    expect(stdout).toContain("cleared for all of: group:staff; public");
    const manifest: unknown = JSON.parse(readFileSync(at("lists", form, "schoolbook.json"), "utf8"));
    expect(manifest).toMatchObject({ form, adapter: { name: "toy", acls: [["group:staff"], ["public"]] } });
    expect(JSON.stringify(manifest)).not.toContain(cli.folder);
  }
});

test("T19 T27: Ollama gets adapter and base as GGUF, never as safetensors, and a Modelfile that stops", async () => {
  const { stdout } = await exported("--to", "ollama");
  expect(readdirSync(at("toy-ollama")).toSorted()).toEqual([
    "Modelfile",
    "adapter.gguf",
    "base.gguf",
    "schoolbook.json",
  ]);
  const modelfile = readFileSync(at("toy-ollama", "Modelfile"), "utf8");
  expect(modelfile).toMatch(/^FROM \.\/base\.gguf\nADAPTER \.\/adapter\.gguf\nTEMPLATE """/u);
  expect(modelfile).toContain('PARAMETER stop "<|im_end|>"\nPARAMETER temperature 0\nPARAMETER num_ctx 512\n');
  const [adapter, base] = await Promise.all(
    ["adapter.gguf", "base.gguf"].map(async (file) => readGgufHeader(at("toy-ollama", file))),
  );
  expect(adapter?.values.get("general.type")).toBe("adapter");
  expect(adapter?.values.get("general.architecture")).toBe(base?.values.get("general.architecture"));
  expect(stdout).toContain("ollama create toy -f");
});

test("T19: a base that Ollama has already is named by --base", async () => {
  const { stdout } = await exported("--to", "ollama", "--base", "house-base:f16", "--out", "named");
  expect(readFileSync(at("named", "Modelfile"), "utf8")).toMatch(/^FROM house-base:f16\nADAPTER \.\/adapter\.gguf\n/u);
  expect(existsSync(at("named", "base.gguf"))).toBe(false);
  expect(stdout).toContain("must be the very base that was trained on");
});

test("T20: vLLM gets PEFT's layout, the base's template and a rank that is large enough", async () => {
  const { stdout } = await exported("--to", "vllm", "--verify");
  const folder = at("toy-vllm");
  for (const file of ["adapter_config.json", "adapter_model.safetensors"]) {
    expect(readFileSync(join(folder, file))).toEqual(readFileSync(at(".schoolbook/adapters/toy/adapter", file)));
  }
  expect(readFileSync(join(folder, "chat_template.jinja"))).toEqual(readFileSync(at("base", "chat_template.jinja")));
  expect(readFileSync(join(folder, "serve.sh"), "utf8")).toContain("--max-lora-rank 16 \\\n  --max-model-len 512 \\\n");
  expect(statSync(join(folder, "serve.sh")).mode & 0o111).not.toBe(0);
  expect(stdout).toContain("POST http://localhost:8000/v1/load_lora_adapter");
  expect(stdout).toMatch(/the adapter moves log-probabilities by up to \d/u);
});

test("T13: a merged model is compared with what was trained before it is there", { timeout: TIMEOUT }, async () => {
  const { stdout } = await exported("--to", "merged");
  expect(stdout).toMatch(/what was exported differs from that by 0\.000\d at most, and 6 of 6 replies are the same/u);
  expect(readdirSync(at("toy-merged")).toSorted()).toEqual([
    "chat_template.jinja",
    "config.json",
    "model.safetensors",
    "schoolbook.json",
    "tokenizer.json",
  ]);
  expect(hashOf("toy-merged/model.safetensors")).not.toBe(hashOf("base/model.safetensors"));
});

withLlama("with the llama engine", () => {
  test("T13: adapters for llama.cpp and Ollama are compared where it is asked for", { timeout: TIMEOUT }, async () => {
    const env = { SCHOOLBOOK_HOME: dirname(ENGINES_FOLDER) };
    for (const form of ["gguf", "ollama"]) {
      const command = ["school", "export", "toy", ...STAFF, "--to", form, "--verify", "--out", `verified/${form}`];
      const { code, stdout } = await cli.run(command, { env });
      expect(code).toBe(0);
      expect(stdout).toMatch(/what was exported differs from that by 0\.0\d+ at most/u);
    }
    expect(readdirSync(at("verified", "gguf")).toSorted()).toEqual(["schoolbook.json", "toy.gguf"]);
  });
});

test("T12: a quantised base is refused with its remedy, and leaves nothing behind", async () => {
  await writeToyBase(at("small"), { architecture: "qwen3" });
  writeFileSync(
    at("small", "config.json"),
    JSON.stringify({ quantization_config: { quant_method: "bitsandbytes", load_in_4bit: true } }),
  );
  for (const base of ["small", "base-Q4_K_M.gguf"]) {
    const { code, stderr } = await exported("--to", "merged", "--base", base, "--out", "four-bits");
    expect(code).toBe(3);
    expect(stderr).toContain("never merged into a quantised base");
    expect(stderr).toContain("the same base in 16 or 32 bits");
  }
  expect(readdirSync(cli.folder).filter((name) => name.startsWith("four-bits"))).toEqual([]);
});

test("other weights in the base's place, or in the adapter's, are not exported", async () => {
  await writeToyBase(at("llama"), { architecture: "llama" });
  const other = await exported("--to", "merged", "--base", "llama", "--out", "wrong");
  expect(other.stderr).toContain("are others than it was trained on");
  const path = at(".schoolbook/adapters/toy/adapter/adapter_model.safetensors");
  const weights = readFileSync(path);
  try {
    const changed = Buffer.from(weights);
    changed.writeFloatLE(9, weights.byteLength - 4);
    writeFileSync(path, changed);
    const { code, stderr } = await exported("--to", "vllm", "--out", "wrong");
    expect([code, stderr]).toEqual([3, expect.stringContaining("its two files differ")]);
  } finally {
    writeFileSync(path, weights);
  }
  expect(existsSync(at("wrong"))).toBe(false);
});

test("an export takes the place of an earlier one with --force, and of nothing else", async () => {
  await exported("--to", "gguf", "--out", "again");
  expect((await exported("--to", "gguf", "--out", "again")).stderr).toContain("with --force");
  expect((await exported("--to", "vllm", "--out", "again", "--force")).code).toBe(0);
  expect(existsSync(at("again", "toy.gguf"))).toBe(false);
  const refused = async (out: string, why: string) => {
    const { code, stderr } = await exported("--to", "gguf", "--out", out, "--force");
    expect([code, stderr]).toEqual([3, expect.stringContaining(why)]);
  };
  mkdirSync(at("letters"));
  writeFileSync(at("letters", "mine.txt"), "dear");
  await refused("letters", "no export wrote this one");
  // why: a file of that name says nothing of who wrote it.
  writeFileSync(at("letters", "schoolbook.json"), JSON.stringify({ version: 1, files: ["mine.txt"] }));
  await refused("letters", "no export wrote this one");
  expect(readFileSync(at("letters", "mine.txt"), "utf8")).toBe("dear");
  writeFileSync(at("again", "mine.txt"), "dear");
  await refused("again", "Take mine.txt out of it");
  expect(readFileSync(at("again", "mine.txt"), "utf8")).toBe("dear");
  expect(existsSync(at("again", "serve.sh"))).toBe(true);
  symlinkSync(at("letters"), at("linked"));
  await refused("linked", "It is a link");
  expect(lstatSync(at("linked")).isSymbolicLink()).toBe(true);
});

test.skipIf(process.platform === "win32")(
  "weights, and what is made of them, are for their owner's eyes only",
  async () => {
    await exported("--to", "vllm", "--out", "own");
    const shelf = [".schoolbook/adapters", ".schoolbook/adapters/toy", ".schoolbook/adapters/toy/adapter"];
    const files = ["adapter.gguf", "manifest.json"].map((name) => `.schoolbook/adapters/toy/${name}`);
    for (const path of [...shelf, ...files, "own", "own/adapter_model.safetensors", "own/schoolbook.json"]) {
      expect([path, statSync(at(...path.split("/"))).mode & 0o077]).toEqual([path, 0]);
    }
  },
);

test("a form that there is not, and flags that do not belong, are named", async () => {
  expect((await exported("--to", "onnx")).stderr).toContain("expected one of gguf, ollama, vllm, merged");
  expect((await exported("--to", "gguf", "--base", "x")).stderr).toContain("--base has no place in a GGUF adapter");
  const rows = ["school", "export", "rows.jsonl", "--format", "chat", "--to", "a.jsonl", "--out", "b"];
  expect((await cli.run(rows)).stderr).toContain("--out is for adapters");
});

function hashOf(path: string): string {
  return createHash("sha256")
    .update(readFileSync(at(path)))
    .digest("hex");
}
