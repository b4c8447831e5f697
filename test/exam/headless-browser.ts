// A headless browser where one is installed, for tests of pages: what a page looks like to it once its scripts have run.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const NAMES = ["chromium-headless-shell", "chromium", "google-chrome", "google-chrome-stable"];

export const BROWSER = NAMES.find((name) => spawnSync(name, ["--version"], { timeout: 20_000 }).status === 0);
export const SKIPPED = BROWSER === undefined ? ` (skipped: none of ${NAMES.join(", ")} is installed)` : "";

export type Rendered = {
  readonly dom: string;
  /** What the page's console was told, and requests that its policy refused. */
  readonly console: readonly string[];
};

export function rendered(page: string): Rendered {
  const folder = mkdtempSync(join(tmpdir(), "rendered-page-"));
  try {
    const file = join(folder, "page.html");
    writeFileSync(file, page);
    const quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"];
    const flags = [...quiet, `--user-data-dir=${folder}`, "--dump-dom", pathToFileURL(file).href];
    const { stdout, stderr } = spawnSync(BROWSER ?? "", flags, {
      encoding: "utf8",
      timeout: 60_000,
      maxBuffer: 1 << 26,
    });
    return { dom: stdout, console: stderr.split("\n").filter((line) => line.includes(":CONSOLE")) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
