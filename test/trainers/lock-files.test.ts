// What the Python trainer is installed from: every package at one version, and nothing that is not for training.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { inspectTrainer, trainersFolder } from "../../src/trainers/peft/setup/trainer-home.ts";
import { withSidecar } from "./peft-sidecar.ts";

const read = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../trainer/${name}`, import.meta.url)), "utf8");

type Locked = { readonly name: string; readonly version: string; readonly marker: string; readonly hashes: number };

/** One for each package, with how many files of it are allowed. */
function lockedPackages(file: string): readonly Locked[] {
  return read(file)
    .replaceAll("\\\n", " ")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => {
      const [, name = "", version = "", marker = ""] = /^([\w.-]+)==([\w.+]+)\s*(;[^-]*?)?\s+--hash/u.exec(line) ?? [];
      return { name, version, marker, hashes: line.match(/--hash=sha256:[\da-f]{64}/gu)?.length ?? 0 };
    });
}

const LOCKS = ["requirements-cpu.txt", "requirements-cuda.txt"] as const;

/** Servers and other trainers: their version ranges and the trainer's exclude each other sooner or later. */
const FOREIGN = /^(?:vllm|trl|unsloth|xformers|flash[-_]attn|deepspeed|axolotl|llama[-_]?factory|sglang|datasets)/u;

test.each(LOCKS)("T25: %s fixes every package and each of its files, and brings no server along", (file) => {
  const packages = lockedPackages(file);
  expect(packages.length).toBeGreaterThan(40);
  expect(packages.filter(({ name, hashes }) => name === "" || hashes === 0)).toEqual([]);
  expect(packages.filter(({ name }) => FOREIGN.test(name))).toEqual([]);
});

test("T25: what is asked for by name is fixed, and locked as it was asked for", () => {
  const asked = read("requirements.in").trim().split("\n");
  for (const file of LOCKS) {
    const locked = new Set(lockedPackages(file).map(({ name, version }) => `${name}==${version}`));
    expect(asked.filter((one) => !locked.has(one))).toEqual([]);
  }
});

test("T25: with and without a card the same versions train", () => {
  const [cpu, cuda] = LOCKS.map((file) => new Map(lockedPackages(file).map((one) => [one.name + one.marker, one])));
  const both = [...(cpu?.keys() ?? [])].filter((key) => cuda?.has(key) === true);
  expect(both.length).toBeGreaterThan(40);
  expect(both.filter((key) => cpu?.get(key)?.version !== cuda?.get(key)?.version)).toEqual([]);
});

withSidecar("what is installed", () => {
  test("T25: it is what the lock file says, unless the user has named an interpreter", ({ skip }) => {
    const state = inspectTrainer(trainersFolder(process.env));
    if (state.kind !== "installed" || state.manifest.flavour === "given") {
      skip("the interpreter is the user's");
      return;
    }
    const locked = lockedPackages(`requirements-${state.manifest.flavour}.txt`);
    for (const [name, version] of Object.entries(state.manifest.versions)) {
      const [plain] = version.split("+");
      expect(locked.filter((one) => one.name === name).map((one) => one.version)).toContain(plain);
    }
  });
});
