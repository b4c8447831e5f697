import { chmodSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { cliFolder } from "./run-cli.ts";

const PYTHON = `#!${process.execPath}
console.log(JSON.stringify({ versions: { torch: "2.13.0", transformers: "5.24.0", peft: "0.21.2" }, python: "3.12.1", cuda: 0 }));
`;

test("an interpreter of one's own is taken, and told about", async () => {
  using cli = cliFolder();
  cli.write("venv/python", PYTHON);
  chmodSync(join(cli.folder, "venv", "python"), 0o755);
  const env = { SCHOOLBOOK_HOME: join(cli.folder, "home") };
  const { code, stdout } = await cli.run(["school", "setup", "--python", "venv/python"], { env });
  expect(code).toBe(0);
  expect(stdout).toContain("The trainer is ready: PyTorch 2.13.0, transformers 5.24.0, peft 0.21.2 (given)");
});

test("without a network the trainer is not installed, and the size of what is missing is told", async () => {
  using cli = cliFolder();
  const env = { SCHOOLBOOK_HOME: join(cli.folder, "home") };
  const { code, stderr } = await cli.run(["school", "setup", "--cpu", "--offline"], { env });
  expect(code).toBe(13);
  expect(stderr).toMatch(/--offline forbids fetching it \(\d\.\d GB\)/u);
});

test("one kind of trainer is set up at a time", async () => {
  using cli = cliFolder();
  const { code, stderr } = await cli.run(["school", "setup", "--cpu", "--cuda"]);
  expect(code).toBe(2);
  expect(stderr).toContain("--cpu, --cuda and --python exclude each other");
});
