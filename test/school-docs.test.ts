// docs/school.md does what it says: its files and commands are taken from it and run.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { cliFolder } from "./cli/run-cli.ts";

const page = readFileSync(new URL("../docs/school.md", import.meta.url), "utf8");

test("the commands of docs/school.md run on the files of docs/school.md", async () => {
  using place = cliFolder({
    "schoolbook.config.json": JSON.stringify({
      sources: { docs: { kind: "folder", path: "docs", access: [{ path: "**", allow: ["public"] }] } },
    }),
    "docs/notice.md":
      "# Notice\n\nThe notice period is three months to the end of a quarter.\n\n## Trial\n\nDuring the trial the notice period is two weeks.\n",
    "docs/leave.md": "# Leave\n\nEverybody gets 28 days of leave a year. Leave is asked for in the form.\n",
  });
  for (const [, name = "", text = ""] of page.matchAll(/<!-- file:(\S+) -->\n```\w+\n([^]*?)```/gu))
    place.write(name, text);
  expect(await place.run(["library", "sync"])).toMatchObject({ code: 0 });
  const [, commands = ""] = /<!-- run:school -->\n```sh\n([^]*?)```/u.exec(page) ?? [];
  const results: { command: string; code: number; stdout: string; stderr: string }[] = [];
  for (const command of commands.trim().split("\n")) {
    const { code, stdout, stderr } = await place.run(command.split(" ").slice(1));
    results.push({ command: command.split(" ")[2] ?? "", code, stdout, stderr });
  }
  expect(results.map(({ command, code, stderr }) => [command, code, stderr])).toEqual(
    ["import", "check", "raft", "export"].map((command) => [command, 0, ""]),
  );
  const [imported, checked, raft, exported] = results.map(({ stdout }) => stdout);
  expect(imported).toContain("4 rows written");
  expect(imported).toContain("line 4: no message of the assistant is learnt");
  expect(imported).toContain('line 3: it is rated "down"');
  expect(checked).toContain("the end of a turn is learnt: <|im_end|>");
  expect(raft).toContain("3 rows written");
  expect(raft).toContain("line 4: it is not said which document answers it");
  expect(exported).toContain("its access list (4 rows, first in line 1)");
  const rows = readFileSync(join(place.folder, "raft.jsonl"), "utf8").trim().split("\n");
  expect(rows).toHaveLength(3);
  expect(rows.some((row) => row.includes("[2]") && row.includes("three months to the end"))).toBe(true);
});
