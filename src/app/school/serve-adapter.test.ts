import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { sha256 } from "../../core/hash.ts";
import { shelveAdapter } from "../../school/adapters/adapter-shelf.ts";
import { isClearedToday, serveAdapter } from "./serve-adapter.ts";

let root: string;

const WEIGHTS = "the numbers";
const TEMPLATE = "the form";
const ADAPTER = "learnt";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "schoolbook-serve-"));
  mkdirSync(join(root, "base"));
  copyFileSync("models/nano/config.json", join(root, "base", "config.json"));
  writeFileSync(join(root, "base", "model.safetensors"), WEIGHTS);
  writeFileSync(join(root, "base", "chat_template.jinja"), TEMPLATE);
  mkdirSync(join(root, "shelf", "house"), { recursive: true });
  writeFileSync(join(root, "shelf", "house", "adapter.gguf"), ADAPTER);
  shelveAdapter(join(root, "shelf", "house"), {
    version: 1,
    name: "house",
    base: "base",
    baseHash: sha256(WEIGHTS),
    templateHash: sha256(TEMPLATE),
    dataHash: sha256("rows"),
    weightsHash: sha256(ADAPTER),
    acls: [["public"], ["group:support", "group:leads"]],
    trainer: "builtin",
    settings: { rank: 8 },
    examples: 3,
    checks: { losses: [1], largestShift: 1 },
    madeAt: "2026-11-26T00:00:00.000Z",
    madeBy: "0.1.0",
  });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const CLEARED = ["public", "group:support"];

function serve(
  changes: { readonly model?: string; readonly principals?: readonly string[]; readonly name?: string } = {},
) {
  return serveAdapter({
    name: "house",
    model: "base",
    principals: CLEARED,
    canRead: async () => Promise.resolve(true),
    shelf: join(root, "shelf"),
    start: root,
    ...changes,
  });
}

test("an adapter is served with its file to whoever is cleared for all of its sources", async () => {
  expect(await serve()).toEqual({ name: "house", path: join(root, "shelf", "house", "adapter.gguf") });
});

test("to whoever lacks one source it is as if there were none", async () => {
  const missing = { code: "not_found", message: "There is no adapter house." };
  for (const principals of [["public"], ["group:support"], []]) {
    await expect(serve({ principals })).rejects.toThrow(expect.objectContaining(missing));
  }
  await expect(serve({ name: "other" })).rejects.toThrow(expect.objectContaining({ code: "not_found" }));
});

test("T11: another model, other weights or another chat template than it was trained with are refused", async () => {
  await expect(serve({ model: "nano" })).rejects.toThrow(/was trained on base, not on nano/u);
  writeFileSync(join(root, "base", "chat_template.jinja"), "another form");
  await expect(serve()).rejects.toThrow(/the chat template of base is another/u);
  writeFileSync(join(root, "base", "model.safetensors"), "other numbers");
  await expect(serve()).rejects.toThrow(/the weights of base are others/u);
});

test("another file in the place of its weights is not served", async () => {
  writeFileSync(join(root, "shelf", "house", "adapter.gguf"), "learnt from closed pages");
  await expect(serve()).rejects.toThrow("its file is another than was trained");
});

test("whoever may not read a document of its training any more is not cleared for it, and nobody is once it is gone", async () => {
  const canRead = async (id: string) => Promise.resolve(id === "docs:open.md");
  const cleared = async (sources?: string[]) =>
    isClearedToday({ acls: [["public"]], ...(sources && { sources }) }, { principals: ["public"], canRead });
  expect(await cleared(["docs:open.md"])).toBe(true);
  expect(await cleared(["docs:open.md", "docs:closed.md"])).toBe(false);
  // why: an adapter from before they were kept goes by what was said at its training.
  expect(await cleared()).toBe(true);
  expect(await isClearedToday({ acls: [["group:hr"]], sources: [] }, { principals: ["public"], canRead })).toBe(false);
});
