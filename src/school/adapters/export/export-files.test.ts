import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { CHAT_FAMILIES, CHATML } from "../../../weights/chat-family.ts";
import { renderChat } from "../../../weights/chat-template.ts";
import { openBaseText } from "../../../weights/open-base-text.ts";
import { ollamaTemplate } from "./ollama-template.ts";
import { renderModelfile, stopsOf } from "./render-modelfile.ts";
import { loadRequest, maxLoraRank, renderVllmScript } from "./vllm-script.ts";

const text = await openBaseText(fileURLToPath(new URL("../../../../models/nano", import.meta.url)));

const MODELFILE = {
  from: "./base.gguf",
  isOwnFile: true,
  adapter: "./adapter.gguf",
  text,
  contextTokens: 2048,
  temperature: 0,
};

test("T27: the Modelfile names base, adapter and template, and every token that ends a turn as a stop", () => {
  const lines = renderModelfile(MODELFILE).split("\n");
  expect(lines.slice(0, 2)).toEqual(["FROM ./base.gguf", "ADAPTER ./adapter.gguf"]);
  expect(lines.filter((line) => line.startsWith("PARAMETER"))).toEqual([
    'PARAMETER stop "<|im_end|>"',
    "PARAMETER temperature 0",
    "PARAMETER num_ctx 2048",
  ]);
});

test("T27: a base that ends by another token than its template's stops at both", () => {
  const other = text.tokenizer.idOf("<|endoftext|>") ?? -1;
  expect(stopsOf({ ...text, endIds: [...text.endIds, other] })).toEqual(["<|im_end|>", "<|endoftext|>"]);
});

/** What Go's templates do with the few words that ours are made of: `range`, `if eq`, and text in between. */
function renderRange(template: string, turns: readonly { readonly role: string; readonly content: string }[]): string {
  const found = /^(?<before>[^{]*)\{\{ range \.Messages \}\}(?<body>.*)\{\{ end \}\}\{\{ end \}\}(?<after>[^{]*)$/su;
  const { before = "", body = "", after = "" } = found.exec(template)?.groups ?? {};
  const cases = new Map(
    [...body.matchAll(/\{\{ (?:else )?if eq \.Role "(\w+)" \}\}(.*?)(?=\{\{ else if|$)/gsu)].map(
      ([, role = "", said = ""]) => [role, said],
    ),
  );
  const said = turns.map(({ role, content }) => (cases.get(role) ?? "").replace("{{ .Content }}", () => content));
  return before + said.join("") + after;
}

test("T9: Ollama's template writes a conversation byte by byte as it was trained on", () => {
  const turns = [
    { role: "system", content: "Be brief.\n" },
    { role: "user", content: "How long?" },
    { role: "assistant", content: " Two weeks." },
    { role: "user", content: "And $& then?" },
  ];
  const template = ollamaTemplate({ family: CHATML, withBegin: true });
  expect(renderRange(template, turns)).toBe(renderChat(turns, { reply: true }));
});

test("T9: a base that begins every prompt itself is not made to begin it twice", () => {
  const llama = CHAT_FAMILIES.find(({ name }) => name === "llama3") ?? CHATML;
  expect(ollamaTemplate({ family: llama, withBegin: true })).toMatch(/^<\|begin_of_text\|>\{\{ range/u);
  expect(ollamaTemplate({ family: llama, withBegin: false })).toMatch(/^\{\{ range/u);
});

test("no family's template swallows line breaks, and those without a system's turn tell it to the user's", () => {
  for (const family of CHAT_FAMILIES) {
    const template = ollamaTemplate({ family, withBegin: true });
    expect(template).not.toMatch(/\{\{-|-\}\}|"""/u);
    expect(template.includes("$told")).toBe(family.open.system === null);
  }
});

test.each([
  [4, 8],
  [8, 8],
  [12, 16],
  [16, 16],
  [17, 32],
  [200, 256],
  [300, 320],
  [321, 512],
])("T20: an adapter of rank %d needs --max-lora-rank %d", (r, flag) => {
  expect(maxLoraRank({ r })).toBe(flag);
});

test("T20: the largest rank of any matrix counts, and what no server loads is refused", () => {
  expect(maxLoraRank({ r: 16, rank_pattern: { q_proj: 48 } })).toBe(64);
  expect(() => maxLoraRank({ r: 513 })).toThrow("rank 512 at most, and this one has 513");
});

test("the script starts vLLM with the adapter, its rank and its template, and any path stays one word", () => {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-vllm-"));
  try {
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin", "vllm"), '#!/bin/sh\nfor one in "$@"; do echo "$one"; done\n', { mode: 0o755 });
    const serving = { name: "house", base: "/models/it's a base", rank: 16, contextTokens: 4096, temperature: 0 };
    writeFileSync(join(folder, "serve.sh"), renderVllmScript(serving));
    const env = { PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}` };
    const words = execFileSync("sh", [join(folder, "serve.sh"), "--port", "8001"], { env, encoding: "utf8" });
    expect(words.trimEnd().split("\n")).toEqual([
      "serve",
      "/models/it's a base",
      "--enable-lora",
      "--lora-modules",
      `house=${folder}`,
      "--max-lora-rank",
      "16",
      "--max-model-len",
      "4096",
      "--chat-template",
      join(folder, "chat_template.jinja"),
      "--generation-config",
      "vllm",
      "--override-generation-config",
      '{"temperature":0}',
      "--port",
      "8001",
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a server that runs takes the adapter by a request with its name and folder", () => {
  expect(loadRequest("house", "/exports/house")).toBe(
    `curl -X POST http://localhost:8000/v1/load_lora_adapter -H 'Content-Type: application/json' -d '{"lora_name":"house","lora_path":"/exports/house"}'`,
  );
});
