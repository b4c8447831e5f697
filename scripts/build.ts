// Builds `dist/` for publishing: JavaScript and declarations from src.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { build } from "rolldown";

const root = fileURLToPath(new URL("..", import.meta.url));
rmSync(new URL("../dist", import.meta.url), { recursive: true, force: true });
const { status } = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
if (status === 0) await joinSearchThread();
process.exitCode = status ?? 1;

/** why: a thread loads all of its modules anew while somebody waits for the first answer; one file takes a quarter less than forty. */
async function joinSearchThread(): Promise<void> {
  const file = fileURLToPath(new URL("../dist/stores/sqlite/search/search-thread.js", import.meta.url));
  await build({ input: file, platform: "node", logLevel: "warn", output: { file, format: "esm" } });
}
