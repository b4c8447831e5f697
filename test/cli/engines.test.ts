import { truncateSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { THIS_MACHINE } from "../../src/engines/installing/engine-recipe.ts";
import { inspectInstall } from "../../src/engines/installing/installed-engine.ts";
import { LLAMA_RECIPE, LLAMA_VERSION } from "../../src/engines/llama/recipe.ts";
import { ONNX_RECIPE } from "../../src/engines/onnx/recipe.ts";
import { breakInterface, claimMachine, type Damage, damagedEngine } from "../damaged-engine.ts";
import { ENGINES_FOLDER } from "../llama-engine.ts";
import { ONNX_ENGINES_FOLDER } from "../onnx/onnx-engine.ts";
import { cliFolder, SMALL_PROJECT } from "./run-cli.ts";

test("without a project too, the optional engines are listed with what is there of them", async () => {
  using cli = cliFolder();
  const env = { SCHOOLBOOK_HOME: join(cli.folder, "home") };
  const { code, stdout } = await cli.run(["engines", "list"], { env });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^llama +\d+\.\d+\.\d+ +not installed +about \d+ MB +GGUF models/u);
  const { json } = await cli.run(["engines", "list", "--json"], { env });
  const folder = join(cli.folder, "home", "engines", `llama-${LLAMA_VERSION}`);
  expect(json()).toMatchObject([{ name: "llama", version: LLAMA_VERSION, state: "missing", folder }, { name: "onnx" }]);
});

test("a project may keep engines elsewhere", async () => {
  const config: Record<string, unknown> = JSON.parse(SMALL_PROJECT["schoolbook.config.json"] ?? "");
  using cli = cliFolder({ "schoolbook.config.json": JSON.stringify({ ...config, enginesFolder: "tools" }) });
  const { json } = await cli.run(["engines", "list", "--json"]);
  expect(json()).toMatchObject([{ folder: join(cli.folder, "tools", `llama-${LLAMA_VERSION}`) }, { name: "onnx" }]);
});

test("a half install is shown as broken, with the command that mends it", async () => {
  using cli = cliFolder();
  cli.write(`home/engines/llama-${LLAMA_VERSION}/package.json`, "{}");
  const { stdout } = await cli.run(["engines", "list"], { env: { SCHOOLBOOK_HOME: join(cli.folder, "home") } });
  expect(stdout).toContain("broken");
  expect(stdout).toContain("engine.json is missing; → schoolbook engines add llama --force");
});

test("the doctor names a half install with the command that mends it, and says nothing of engines that nobody installed", async () => {
  using cli = cliFolder(SMALL_PROJECT);
  const env = { SCHOOLBOOK_HOME: join(cli.folder, "home") };
  expect((await cli.run(["doctor"], { env })).stdout).not.toContain("engine");
  cli.write(`home/engines/llama-${LLAMA_VERSION}/package.json`, "{}");
  const { code, stdout } = await cli.run(["doctor"], { env });
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /FAIL {2}engine llama +The llama engine does not work: engine\.json is missing\.\n +→ Run `schoolbook engines add llama --force`; it installs the engine anew\./u,
  );
});

describe.each([
  { recipe: LLAMA_RECIPE, from: ENGINES_FOLDER },
  { recipe: ONNX_RECIPE, from: ONNX_ENGINES_FOLDER },
])("the doctor on an installed engine: $recipe.name", ({ recipe, from }) => {
  const library = (modules: string): string => join(modules, recipe.needs(THIS_MACHINE).at(-1) ?? "");
  const native = recipe.name === "llama" ? "@node-llama-cpp" : "onnxruntime-node";
  const damages: readonly (readonly [string, Damage, string])[] = [
    ["whole", () => undefined, "its library loads"],
    [
      "with its library cut short",
      (modules, makeReal) => (makeReal(native), truncateSync(library(modules), 1000)),
      "has 1000 bytes",
    ],
    [
      "with a library of another Node's interface",
      (modules, makeReal) => (makeReal(native), breakInterface(library(modules))),
      "did not self-register",
    ],
    ["of another machine", (modules) => claimMachine(modules, "plan9-mips"), "it was installed for plan9-mips"],
  ];

  test.for(damages)("%s", async ([name, damage, told], { skip }) => {
    skip(inspectInstall(recipe, from).kind !== "installed", `run \`schoolbook engines add ${recipe.name}\``);
    const config: Record<string, unknown> = JSON.parse(SMALL_PROJECT["schoolbook.config.json"] ?? "");
    using cli = cliFolder(SMALL_PROJECT);
    const enginesFolder = damagedEngine({ recipe, from, scratch: cli.folder }, damage);
    cli.write("schoolbook.config.json", JSON.stringify({ ...config, enginesFolder }));
    const { stdout } = await cli.run(["doctor"]);
    const [line = "", remedy = ""] = stdout.slice(stdout.indexOf(`engine ${recipe.name}`)).split("\n");
    expect(line).toContain(told);
    if (name !== "whole") expect(remedy).toContain(`\`schoolbook engines add ${recipe.name} --force\``);
  });
});

test("offline, adding an engine says what would have to be fetched", async () => {
  using cli = cliFolder();
  const env = { SCHOOLBOOK_HOME: join(cli.folder, "home") };
  const { code, stderr } = await cli.run(["engines", "add", "llama", "--offline"], { env });
  expect(code).toBe(13);
  expect(stderr).toContain(`node-llama-cpp@${LLAMA_VERSION}`);
  expect(stderr).toContain("`schoolbook engines add llama` once without --offline");
});

test("a registry that does not answer is one clear message, and leaves nothing behind", async () => {
  using cli = cliFolder();
  const env = {
    SCHOOLBOOK_HOME: join(cli.folder, "home"),
    PATH: process.env["PATH"] ?? "",
    HOME: cli.folder,
    npm_config_registry: "http://127.0.0.1:9",
    npm_config_fetch_retries: "0",
  };
  const { code, stderr } = await cli.run(["engines", "add", "llama"], { env });
  expect(code).toBe(11);
  expect(stderr).toContain("The llama engine could not be installed");
  expect(stderr).toContain("`schoolbook engines add llama` again. Nothing was left behind.");
  expect((await cli.run(["engines", "list", "--json"], { env })).json()).toMatchObject([
    { state: "missing" },
    { name: "onnx" },
  ]);
});

test("an engine that does not exist is told, and removing what is not there is no error", async () => {
  using cli = cliFolder();
  const env = { SCHOOLBOOK_HOME: join(cli.folder, "home") };
  const { code, stderr } = await cli.run(["engines", "add", "lama"], { env });
  expect(code).toBe(4);
  expect(stderr).toContain("Did you mean llama?");
  const removed = await cli.run(["engines", "remove", "llama"], { env });
  expect(removed).toMatchObject({ code: 0, stdout: "The llama engine was not installed.\n" });
});
