// Training an adapter on the command line, and looking at it.
import { existsSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { writeToyBase } from "../training/toy-base.ts";
import { toyExamples } from "../training/toy-plan.ts";
import { cliFolder, SMALL_PROJECT } from "./run-cli.ts";

const TIMEOUT = { timeout: 240_000 };

function rows(count: number, withAcl: boolean): string {
  return toyExamples(count)
    .map(({ messages, acl }) => `${JSON.stringify({ messages, ...(withAcl ? { acl } : {}) })}\n`)
    .join("");
}

test("rows become an adapter with its manifest and its GGUF file, listed and shown", TIMEOUT, async () => {
  using cli = cliFolder({ ...SMALL_PROJECT, "rows.jsonl": rows(12, true) });
  await writeToyBase(join(cli.folder, "base"), { architecture: "qwen3" });
  const command = ["school", "train", "rows.jsonl", "--name", "toy", "--base", "base", "--rank", "4", "--epochs", "2"];
  const trained = await cli.run(command);
  expect(trained.stderr).toContain("12 examples");
  expect(trained.code).toBe(0);
  expect(trained.stdout).toMatch(/loss \d+\.\d+ → \d+\.\d+; log-probabilities moved by up to/u);
  expect(trained.stdout).toContain("loss on neutral text");
  expect(trained.stdout).toContain("serves whoever is cleared for all of: group:staff; public");
  const { json } = await cli.run(["school", "adapters", "show", "toy", "--json"]);
  expect(json()).toMatchObject({
    name: "toy",
    base: "base",
    trainer: "builtin",
    examples: 12,
    acls: [["group:staff"], ["public"]],
  });
  const [listed] = [(await cli.run(["school", "adapters", "list"])).stdout];
  expect(listed).toMatch(/^toy +base +12 examples +loss \d/u);
  const folder = join(cli.folder, ".schoolbook", "adapters", "toy");
  for (const file of [
    "adapter.gguf",
    "manifest.json",
    "adapter/adapter_config.json",
    "adapter/adapter_model.safetensors",
  ]) {
    expect(existsSync(join(folder, file))).toBe(true);
  }
});

test("rows that do not say who may see them are refused until --acl says it", async () => {
  using cli = cliFolder({ ...SMALL_PROJECT, "rows.jsonl": rows(2, false) });
  const { code, stderr } = await cli.run(["school", "train", "rows.jsonl", "--name", "toy", "--base", "nano"]);
  expect(code).toBe(3);
  expect(stderr).toContain("line 1 does not say who may see what it was made from");
});

test("a trainer, a base or an adapter that there is not is named with what there is", async () => {
  using cli = cliFolder({ ...SMALL_PROJECT, "rows.jsonl": rows(2, true) });
  const train = async (...flags: readonly string[]) =>
    cli.run(["school", "train", "rows.jsonl", "--name", "toy", ...flags]);
  expect((await train("--base", "nano", "--trainer", "builtni")).stderr).toContain("Did you mean builtin?");
  expect((await train("--base", "elsewhere")).stderr).toContain(
    "elsewhere is no base that adapters can be trained on here",
  );
  expect((await cli.run(["school", "adapters", "show", "nothing"])).code).toBe(4);
  expect((await cli.run(["school", "adapters", "show", "../x"])).code).toBe(3);
});

test("--measure holds rows out, shows how their loss went, and keeps it with the adapter", TIMEOUT, async () => {
  using cli = cliFolder({ ...SMALL_PROJECT, "rows.jsonl": rows(20, true) });
  await writeToyBase(join(cli.folder, "base"), { architecture: "qwen3" });
  const command = ["school", "train", "rows.jsonl", "--name", "toy", "--base", "base", "--rate", "0.05"];
  const { code, stdout, stderr } = await cli.run([
    ...command,
    "--measure",
    "4",
    "--held-out",
    "0.2",
    "--patience",
    "2",
  ]);
  expect(code).toBe(0);
  expect(stderr).toContain("4 more rows held out");
  expect(stdout).toMatch(/loss on 4 held-out rows \d+\.\d+ → \d+\.\d+ [▁-█]+; step \d+ of \d+ is kept/u);
  const shown = await cli.run(["school", "adapters", "show", "toy", "--json"]);
  expect(shown.json()).toMatchObject({
    examples: 16,
    settings: { measureSteps: 4, heldOutShare: 0.2, patience: 2 },
    checks: { heldOut: { rows: 4, curve: expect.arrayContaining([{ step: 0, loss: expect.any(Number) }]) } },
  });
});

test("measuring that would not happen is refused", async () => {
  using cli = cliFolder({ ...SMALL_PROJECT, "rows.jsonl": rows(4, true) });
  const train = async (...flags: readonly string[]) =>
    cli.run(["school", "train", "rows.jsonl", "--name", "toy", "--base", "nano", ...flags]);
  expect((await train("--patience", "2")).stderr).toContain("Nothing is held out where nothing is measured");
  expect((await train("--trainer", "peft", "--measure", "5")).stderr).toContain("peft does not measure");
  expect((await train("--measure", "5", "--held-out", "0.01")).stderr).toContain("none can be held out");
  expect((await train("--measure", "5", "--held-out", "1")).stderr).toContain("expected a share below 1");
});
