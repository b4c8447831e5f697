import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { CELLS } from "../../src/ladder/diagnosis/diagnosis.ts";
import { climbableProject } from "../cli/climbed-project.ts";
import { cliFolder } from "../cli/run-cli.ts";

const page = readFileSync(new URL("../../docs/ladder.md", import.meta.url), "utf8");

test("the plan of costs in docs/ladder.md is one that the command takes", async () => {
  const [, plan = ""] = /<!-- cost-plan -->\n```json\n([^]*?)```/u.exec(page) ?? [];
  using place = cliFolder({ "plan.json": plan });
  const result = await place.run(["cost", "plan.json", "--json"]);
  expect(result).toMatchObject({ code: 0, stderr: "" });
  expect(result.json()).toMatchObject({ priceDate: "2026-11-26", arms: [{ name: "A2" }, { name: "A4" }] });
});

test("the commands of docs/ladder.md run in their order and end with the rung in use", async () => {
  const [, block = ""] = /<!-- climb -->\n```sh\n([^]*?)```/u.exec(page) ?? [];
  const commands = block.trim().split("\n").map(argumentsOf);
  expect(commands.length).toBeGreaterThan(7);
  await using climbed = await climbableProject();
  const fast = ["--set", `models.fast.reference=${climbed.model}`];
  for (const [program, ...argv] of commands) {
    expect(program).toBe("schoolbook");
    const { code, stderr, stdout } = await climbed.place.run([...argv, ...fast]);
    expect({ argv, code, stderr, stdout }).toMatchObject({ argv, code: 0 });
    if (argv[0] === "ask") expect(stdout).toContain("128 grams [1]");
  }
}, 120_000);

/** Words of a line, what is quoted as one; without the remark at its end. */
function argumentsOf(line: string): readonly string[] {
  const plain = line.replace(/ +# .*$/u, "");
  return [...plain.matchAll(/"([^"]*)"|(\S+)/gu)].map(([, quoted, word]) => quoted ?? word ?? "");
}

test("docs/ladder.md explains every mistake that the doctor names", () => {
  const source = readFileSync(new URL("../../src/app/doctor/mistakes/find-mistakes.ts", import.meta.url), "utf8");
  const names = [...source.matchAll(/mistake\(\s*"([^"]+)"/gu)].map(([, name = ""]) => name);
  expect(names).toHaveLength(7);
  for (const name of names) expect(page).toContain(`\n| ${name} |`);
});

test("docs/ladder.md explains every cell of a diagnosis", () => {
  for (const cell of CELLS) expect(page).toContain(`\n| ${cell} |`);
});
