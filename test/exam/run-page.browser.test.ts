// A run's page in a real browser, where one is installed: its policy lets its own script run, and its filter pick.
import { expect, test } from "vitest";

import { markup } from "../../src/core/page/markup.ts";
import { writeDocument } from "../../src/core/page/write-document.ts";
import { FILTER_SCRIPT, filterForm } from "../../src/exam/page/filter-form.ts";
import { BROWSER, rendered, SKIPPED } from "./headless-browser.ts";

const FORM = filterForm({ arms: ["A0", "A2"], axes: ["knowledge"], tags: [], questions: 2 });
const QUESTIONS = markup`<details class="q" id="q1" data-o="21" data-x="knowledge" data-t=""><summary>one</summary></details><details class="q" id="q2" data-o="11" data-x="knowledge" data-t=""><summary>two</summary></details>`;

test.skipIf(BROWSER === undefined)(`the page's own script runs under its policy, and no other does${SKIPPED}`, () => {
  const foreign = markup`<p id="foreign">${"untouched"}</p>`;
  const page = writeDocument({ title: "t", body: markup`${FORM}${QUESTIONS}${foreign}`, script: FILTER_SCRIPT });
  const injected = page.replace(
    "</html>",
    `<script>document.getElementById("foreign").textContent="run"</script></html>`,
  );
  const shown = rendered(injected).dom;
  expect(shown).toContain('<form id="filter">');
  expect(shown).toContain(">untouched<");
});

test.skipIf(BROWSER === undefined)(
  `the filter keeps what fits, by outcome, arm and words${SKIPPED}`,
  () => {
    const pick = `
  const form = document.getElementById("filter");
  form.elements.o.value = "2";
  form.elements.a.value = "0";
  form.dispatchEvent(new Event("input"));`;
    const page = writeDocument({ title: "t", body: markup`${FORM}${QUESTIONS}`, script: `${FILTER_SCRIPT}${pick}` });
    const shown = rendered(page).dom;
    expect(shown).toContain("1 of 2 questions");
    expect(shown).toMatch(/id="q2"[^>]*hidden/u);
    expect(shown).not.toMatch(/id="q1"[^>]*hidden/u);
  },
  120_000,
);
