// Commands of the ladder that need no library: advice and costs.
import { expect, test } from "vitest";

import { cliFolder } from "./run-cli.ts";

const PLAN = JSON.stringify({
  arms: [
    {
      name: "A2",
      label: "the open book",
      model: "openai/gpt-5.6-luna",
      calls: [
        { input: 3300, output: 240 },
        { input: 3400, output: 260 },
      ],
      right: { count: 252, of: 300 },
    },
    {
      name: "A4",
      label: "school",
      calls: [{ input: 350, output: 250 }],
      right: { count: 240, of: 300 },
      hosting: { hoursPerMonth: 730, perHour: 3.99 },
    },
  ],
});

test("cost prints the bill by traffic and where the arms cross, and another price date moves it", async () => {
  using place = cliFolder({ "costs.json": PLAN });
  const july = await place.run(["cost", "costs.json", "--date", "2026-07-01", "--queries", "1000000"], {
    columns: 200,
  });
  expect(july).toMatchObject({ code: 0, stderr: "" });
  expect(july.stdout).toContain("Prices of 2026-07-01");
  expect(july.stdout).toMatch(/A2\s+the open book\s+\$4\.85 \(\$\d\.\d\d to \$\d\.\d\d\)\s+84 % \(79 to 88\)/u);
  expect(july.stdout).toMatch(/1,000,000\s+\$4,850\.00, .*\$2,912\.70, \$0\.0036 .*A4\n/u);
  expect(july.stdout).toContain(
    "A2 and A4 cost the same at 600,557 questions a month: below, A2 is cheaper; above, A4.",
  );
  const later = await place.run(["cost", "costs.json", "--date", "2026-11-26", "--queries", "1000000", "--json"]);
  expect(later.json()).toMatchObject({ priceDate: "2026-11-26", traffic: [{ cheapest: "A2" }] });
});

test("a plan that is none is refused, and so is a day that is none", async () => {
  using place = cliFolder({ "costs.json": "{}", "broken.json": "{" });
  expect(await place.run(["cost", "costs.json"])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("is no plan of costs"),
  });
  expect(await place.run(["cost", "broken.json"])).toMatchObject({ code: 3 });
  expect(await place.run(["cost", "missing.json"])).toMatchObject({ code: 4 });
  expect(await place.run(["cost", "costs.json", "--date", "soon"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("expected a day such as"),
  });
});

test("advice by flags, for programs and for people, ends with what to measure", async () => {
  using place = cliFolder();
  const json = await place.run(["advise", "--prompt", "yes", "--facts", "yes", "--form", "no", "--json"]);
  expect(json.json()).toMatchObject({ first: "book", answers: { prompt: "yes", facts: "yes", form: "no" } });
  const { code, stdout } = await place.run(["advise", "--prompt", "yes", "--form", "yes", "--facts", "no"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Try first: school \(fine-tuning\)\.\n/u);
  expect(stdout).toMatch(/What to measure, in this order\n1 /u);
  expect(Math.max(...stdout.split("\n").map((each) => each.length))).toBeLessThanOrEqual(80);
});

test("on a terminal the rest is asked, and an answer that is none leaves it open", async () => {
  using place = cliFolder();
  const asked = await place.run(["advise"], { isTTY: true, reply: "1" });
  expect(asked.stderr.match(/Number, or nothing/gu)).toHaveLength(9);
  expect(asked.stdout).toContain("both: school for the form");
  const open = await place.run(["advise", "--facts", "no"], { isTTY: true, reply: "perhaps" });
  expect(open.stderr.match(/Number, or nothing/gu)).toHaveLength(4);
  expect(open.stdout).toContain("a better prompt");
});
