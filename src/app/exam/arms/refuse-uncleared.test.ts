// An adapter of the shelf is kept from whoever is not cleared, also as a link, as a copy, and as a copy that was changed.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { sha256 } from "../../../core/hash.ts";
import { shelveAdapter } from "../../../school/adapters/adapter-shelf.ts";
import { writeGguf } from "../../../weights/gguf/write-gguf.ts";
import { refuseUncleared } from "./refuse-uncleared.ts";

let folder = "";
let shelf = "";
let gguf = "";

async function adapterFile(path: string, name: string, extra: string): Promise<void> {
  const metadata = new Map([
    ["general.name", { kind: "string", value: name } as const],
    ["general.description", { kind: "string", value: extra } as const],
  ]);
  await writeGguf(path, metadata, []);
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-uncleared-"));
  shelf = join(folder, "adapters");
  mkdirSync(join(shelf, "tone"), { recursive: true });
  gguf = join(shelf, "tone", "adapter.gguf");
  await adapterFile(gguf, "tone", "as trained");
  shelveAdapter(join(shelf, "tone"), {
    version: 1,
    name: "tone",
    base: "nano",
    baseHash: "b",
    templateHash: "t",
    dataHash: "d",
    weightsHash: hashOf(gguf),
    acls: [["group:hr"]],
    trainer: "builtin",
    settings: {},
    examples: 1,
    checks: { losses: [] },
    madeAt: "2026-11-26T00:00:00.000Z",
    madeBy: "0.1.0",
  });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function hashOf(path: string): string {
  return sha256(readFileSync(path));
}

async function ask(path: string, principals: readonly string[]): Promise<void> {
  const clearing = { principals, canRead: async () => Promise.resolve(true) };
  return refuseUncleared({ adapter: { name: "a", path, hash: hashOf(path) } }, clearing, shelf);
}

test("whichever file it is asked by, only whoever is cleared is answered", async () => {
  const paths = ["copy.gguf", "link.gguf", "changed.gguf"].map((name) => join(folder, name));
  const [copy = "", link = "", changed = ""] = paths;
  copyFileSync(gguf, copy);
  symlinkSync(gguf, link);
  await adapterFile(changed, "tone", "one byte is another");
  for (const path of [gguf, ...paths]) {
    await expect(ask(path, ["public"])).rejects.toThrow("not cleared for all that a was trained on");
    await expect(ask(path, ["public", "group:hr"])).resolves.toBeUndefined();
  }
});

test("what lies on the shelf unfinished answers nobody; what was trained elsewhere answers everybody", async () => {
  const unfinished = join(shelf, "begun", "adapter.gguf");
  mkdirSync(join(shelf, "begun"));
  writeFileSync(unfinished, "weights");
  await expect(ask(unfinished, ["public", "group:hr"])).rejects.toThrow("not cleared");
  const elsewhere = join(folder, "elsewhere.gguf");
  await adapterFile(elsewhere, "another", "trained elsewhere");
  await expect(ask(elsewhere, ["public"])).resolves.toBeUndefined();
  await expect(
    refuseUncleared({}, { principals: ["public"], canRead: async () => Promise.resolve(true) }, shelf),
  ).resolves.toBeUndefined();
});
