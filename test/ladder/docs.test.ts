import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { CELLS } from "../../src/ladder/diagnosis/diagnosis.ts";
import { cliFolder } from "../cli/run-cli.ts";

const page = readFileSync(new URL("../../docs/ladder.md", import.meta.url), "utf8");

test("the plan of costs in docs/ladder.md is one that the command takes", async () => {
  const [, plan = ""] = /<!-- cost-plan -->\n```json\n([^]*?)```/u.exec(page) ?? [];
  using place = cliFolder({ "plan.json": plan });
  const result = await place.run(["cost", "plan.json", "--json"]);
  expect(result).toMatchObject({ code: 0, stderr: "" });
  expect(result.json()).toMatchObject({ priceDate: "2026-11-26", arms: [{ name: "A2" }, { name: "A4" }] });
});

test("docs/ladder.md explains every cell of a diagnosis", () => {
  for (const cell of CELLS) expect(page).toContain(`\n| ${cell} |`);
});
