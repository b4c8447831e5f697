// The report of a climb in a real browser, where one is installed: it says nothing to the console and asks for nothing.
import { expect, test } from "vitest";

import { writeClimbPage } from "../../src/ladder/report/write-climb-page.ts";
import { BROWSER, rendered, SKIPPED } from "../exam/headless-browser.ts";
import { builtClimb } from "./built-climb.ts";

const ALL = { A0: 0.1, A1: 0.2, A2: 0.95, A3: 0.96, A4: 0.3, A5: 0.95, A6: 0.97 } as const;

test.skipIf(BROWSER === undefined)(
  `a report renders without a word in the console, and its filter works${SKIPPED}`,
  async () => {
    const page = writeClimbPage({ ...(await builtClimb({ questions: 60, right: ALL })), version: "1.2.3" });
    const { dom, console } = rendered(page);
    expect(console).toEqual([]);
    expect(dom).toContain('<form id="filter">');
    expect(dom).toContain("60 of 60 questions");
    expect(rendered(page.replace("<main>", '<main><img src="https://example.org/x.png" />')).console).not.toEqual([]);
  },
  150_000,
);
