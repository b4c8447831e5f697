// A run's page in a real browser, where one is installed: its policy lets its own script run, and its filter pick.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { expect, test } from "vitest";

import { markup } from "../../src/core/page/markup.ts";
import { writeDocument } from "../../src/core/page/write-document.ts";
import { FILTER_SCRIPT, filterForm } from "../../src/exam/page/filter-form.ts";

const NAMES = ["chromium-headless-shell", "chromium", "google-chrome", "google-chrome-stable"];
const BROWSER = NAMES.find((name) => isInstalled(name));
const REASON = BROWSER === undefined ? ` (skipped: none of ${NAMES.join(", ")} is installed)` : "";

function isInstalled(name: string): boolean {
  try {
    execFileSync(name, ["--version"], { stdio: "ignore", timeout: 20_000 });
    return true;
  } catch {
    // why: whatever the reason, there is no browser by this name to run.
    return false;
  }
}

/** The page as it is when its scripts have run. */
function rendered(page: string): string {
  const folder = mkdtempSync(join(tmpdir(), "run-page-"));
  try {
    const file = join(folder, "page.html");
    writeFileSync(file, page);
    const flags = ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${folder}`, "--dump-dom"];
    return execFileSync(BROWSER ?? "", [...flags, pathToFileURL(file).href], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 60_000,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const FORM = filterForm({ arms: ["A0", "A2"], axes: ["knowledge"], tags: [], questions: 2 });
const QUESTIONS = markup`<details class="q" id="q1" data-o="21" data-x="knowledge" data-t=""><summary>one</summary></details><details class="q" id="q2" data-o="11" data-x="knowledge" data-t=""><summary>two</summary></details>`;

test.skipIf(BROWSER === undefined)(`the page's own script runs under its policy, and no other does${REASON}`, () => {
  const foreign = markup`<p id="foreign">${"untouched"}</p>`;
  const page = writeDocument({ title: "t", body: markup`${FORM}${QUESTIONS}${foreign}`, script: FILTER_SCRIPT });
  const injected = page.replace(
    "</html>",
    `<script>document.getElementById("foreign").textContent="run"</script></html>`,
  );
  const shown = rendered(injected);
  expect(shown).toContain('<form id="filter">');
  expect(shown).toContain(">untouched<");
});

test.skipIf(BROWSER === undefined)(
  `the filter keeps what fits, by outcome, arm and words${REASON}`,
  () => {
    const pick = `
  const form = document.getElementById("filter");
  form.elements.o.value = "2";
  form.elements.a.value = "0";
  form.dispatchEvent(new Event("input"));`;
    const page = writeDocument({ title: "t", body: markup`${FORM}${QUESTIONS}`, script: `${FILTER_SCRIPT}${pick}` });
    const shown = rendered(page);
    expect(shown).toContain("1 of 2 questions");
    expect(shown).toMatch(/id="q2"[^>]*hidden/u);
    expect(shown).not.toMatch(/id="q1"[^>]*hidden/u);
  },
  120_000,
);
