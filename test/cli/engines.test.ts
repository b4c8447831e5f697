import { join } from "node:path";

import { expect, test } from "vitest";

import { LLAMA_VERSION } from "../../src/engines/llama/recipe.ts";
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
