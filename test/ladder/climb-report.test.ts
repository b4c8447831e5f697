// The report of a climb: what it says in which order, how large it is, and what it does not tell.
import { describe, expect, test } from "vitest";

import type { PageLibrary } from "../../src/exam/page/page-run.ts";
import { readCostPlan } from "../../src/ladder/cost/cost-plan.ts";
import { reportCosts } from "../../src/ladder/cost/report-costs.ts";
import { writeClimbMarkdown } from "../../src/ladder/report/write-climb-markdown.ts";
import { type ClimbPage, writeClimbPage } from "../../src/ladder/report/write-climb-page.ts";
import { buildNumberQuestion } from "../../src/testing/index.ts";
import { builtClimb, type ClimbCase } from "./built-climb.ts";

const ALL = { A0: 0.1, A1: 0.2, A2: 0.95, A3: 0.96, A4: 0.3, A5: 0.95, A6: 0.97 } as const;

const PLAN = readCostPlan(
  {
    prices: { "house/model": { input: 1, output: 4 } },
    arms: [
      { name: "A2", label: "the open book", model: "house/model", calls: [{ input: 3000, output: 250 }] },
      {
        name: "A4",
        label: "school",
        model: "house/model",
        calls: [{ input: 300, output: 250 }],
        hosting: { hoursPerMonth: 730, perHour: 2 },
      },
    ],
  },
  "plan",
);

async function pageOf(given: ClimbCase): Promise<ClimbPage> {
  return { ...(await builtClimb(given)), version: "1.2.3" };
}

describe("the page of a climb", () => {
  test("begins with the verdict and goes by the ladder, the axes, the diagnosis, steps, cost and school to the evidence", async () => {
    const page = writeClimbPage(await pageOf({ questions: 160, right: ALL }));
    expect(page).toContain("<h1>Serve the open book (A2).</h1>");
    const order = ["ladder", "axes", "diagnosis", "steps", "rungs", "cost", "school", "questions", "registration"];
    const places = order.map((id) => page.indexOf(`<h2 id="${id}">`));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(page).toContain("serve this");
  });

  test("says every picture in words", async () => {
    const page = writeClimbPage(await pageOf({ questions: 160, right: ALL }));
    const pictures = page.match(/<svg (?![^>]*overflow)[^>]*>/gu) ?? [];
    expect(pictures.length).toBeGreaterThan(10);
    for (const picture of pictures) expect(picture).toMatch(/role="img" aria-label="[^"]{8,}"/u);
    expect(page).toContain("A2, the open book: 95 % (90 to 97) right");
    expect(page).not.toContain("NaN");
  });

  test("says of a rung that was not tried what it lacks", async () => {
    const page = writeClimbPage(await pageOf({ questions: 40, right: { A0: 0.1, A1: 0.2, A2: 0.5, A3: 0.6 } }));
    expect(page).toContain("A4, school: not tried");
    expect(page).toContain("there are no examples");
    expect(page).not.toContain('<h2 id="school">');
  });

  test("says that the diagnosis is not known where the open book was not asked", async () => {
    const page = writeClimbPage(await pageOf({ questions: 40, right: { A0: 0.9, A1: 1 } }));
    expect(page).toContain("it takes the open book (A2)");
    expect(page).toContain("Serve the prompt (A1)");
  });

  test("gives costs in dollars where calls are paid for, and in tokens where they are not", async () => {
    const free = writeClimbPage(await pageOf({ questions: 40, right: ALL }));
    expect(free).toContain("tokens a right answer");
    const paid = writeClimbPage(await pageOf({ questions: 40, right: ALL, usd: 0.002 }));
    expect(paid).toContain("$0.002");
    expect(paid).toContain("a right answer");
    expect(paid).not.toContain("tokens a right answer");
  });

  test("draws the bill by traffic where prices are known, with where the arms cross", async () => {
    const costs = reportCosts(PLAN, { date: "2026-11-26" });
    const page = writeClimbPage({ ...(await pageOf({ questions: 40, right: ALL, usd: 0.002 })), costs });
    expect(page).toContain("Dollars a month by questions a month, for A2, A4");
    expect(page).toMatch(
      /A2 and A4 cost the same at [\d\u202f]+ questions a month: below, A2 is cheaper; above, A4\./u,
    );
    expect(page).not.toContain("NaN");
    expect(writeClimbMarkdown({ ...(await pageOf({ questions: 40, right: ALL, usd: 0.002 })), costs })).toContain(
      "| questions a month | A2 | A4 | cheapest |",
    );
  });

  test("holds 300 questions of 8 arms' size in less than a million bytes", async () => {
    const page = writeClimbPage(await pageOf({ questions: 343, right: ALL }));
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
    expect(page.match(/<details class="q"/gu)).toHaveLength(343);
  });

  test("fetches nothing and runs no script but its own", async () => {
    const page = writeClimbPage(await pageOf({ questions: 40, right: ALL }));
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/https?:|url\(|@import|src=/u);
    expect(page.match(/<script/gu)).toHaveLength(1);
  });

  test("keeps foreign words from becoming markup, in the page and in the text", async () => {
    const foreign = `<img src=x onerror=alert(1)>|x`;
    const shown = await pageOf({
      questions: 30,
      right: ALL,
      ask: (id) => buildNumberQuestion(id, { question: foreign }),
    });
    const report = { ...shown.report, name: foreign, model: foreign };
    expect(writeClimbPage({ ...shown, report })).not.toContain("<img");
    const [text = ""] = writeClimbMarkdown({ ...shown, report }).split("```sh");
    expect(text).toContain("\\<img");
    expect(text).not.toMatch(/(?<!\\)<img/u);
  });

  test("does not show answers, passages and sources that its reader may not read now", async () => {
    const closed: PageLibrary = { read: () => undefined };
    const page = writeClimbPage(await pageOf({ questions: 40, right: ALL, library: closed }));
    expect(page).toContain("withheld:");
    expect(page).not.toContain("docs:3.md");
    expect(page).not.toContain("notice period");
    expect(page).not.toMatch(/A[25] says another thing/u);
  });
});

test("the text of a climb says the same numbers as its page", async () => {
  const shown = await pageOf({ questions: 160, right: ALL });
  const text = writeClimbMarkdown(shown);
  const page = writeClimbPage(shown);
  expect(text.startsWith("# Serve the open book (A2).")).toBe(true);
  for (const said of ["95 % (90 to 97)", "30 % (23 to 38)", shown.report.registration.hash]) {
    expect(text).toContain(said);
    expect(page).toContain(said);
  }
  expect(text).toContain("| A2 over A1 | the open book |");
});
