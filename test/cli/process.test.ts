// What only a real process shows: signals, closed pipes, start-up.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { cliFolder, SMALL_PROJECT } from "./run-cli.ts";

const program = fileURLToPath(new URL("../../bin/schoolbook.mjs", import.meta.url));

test("Ctrl-C ends a watch with 0", async () => {
  using place = cliFolder(SMALL_PROJECT);
  const child = spawn(process.execPath, [program, "library", "watch", "--json"], { cwd: place.folder });
  await once(child.stdout, "data");
  child.kill("SIGINT");
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("the first Ctrl-C asks to stop, the second ends the process", async () => {
  using place = cliFolder(SMALL_PROJECT);
  const exits: number[] = [];
  const { code } = await place.run(["library", "watch"], {
    onInterruptReady: (interrupt) => {
      interrupt();
      interrupt();
    },
    onExitNow: (exit) => exits.push(exit),
  });
  expect(exits).toEqual([130]);
  expect(code).toBe(0);
});

test("a reader that closes the pipe ends the program quietly", async () => {
  using place = cliFolder(SMALL_PROJECT);
  const child = spawn(process.execPath, [program, "--help"], { cwd: place.folder });
  child.stdout.destroy();
  let stderr = "";
  child.stderr.on("data", (text) => (stderr += String(text)));
  await once(child, "exit");
  expect(stderr).toBe("");
});

test("the exit code reaches the shell", () => {
  using place = cliFolder(SMALL_PROJECT);
  expect(spawnSync(process.execPath, [program, "library", "stats"], { cwd: place.folder }).status).toBe(4);
  expect(spawnSync(process.execPath, [program, "nonsense"], { cwd: place.folder }).status).toBe(2);
});
