// docs/exam.md is executed: every command in it runs on the example company, in its order, and every file in it can be read.
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";
import { parse } from "yaml";

import { ARMS_SCHEMA } from "../src/app/exam/arms/arm-schema.ts";
import { type CliFolder, cliFolder } from "./cli/run-cli.ts";
import { wordsOf } from "./examples/read-console.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const page = readFileSync(join(root, "docs/exam.md"), "utf8");

function blocks(language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, "gu"))].map(([, code = ""]) => code);
}

function commands(): readonly (readonly string[])[] {
  const lines = blocks("sh").flatMap((code) => code.trim().split("\n"));
  return lines.map((line) => wordsOf(line.replace(/ +# .*$/u, "")));
}

test(
  "every command of docs/exam.md runs, in its order, where a reader of a clone runs it",
  { timeout: 240_000 },
  async () => {
    using clone = cliFolder();
    cpSync(join(root, "examples/handbook"), join(clone.folder, "examples/handbook"), {
      recursive: true,
      filter: (path) => !path.includes(".schoolbook"),
    });
    const all = commands();
    expect(all.length).toBeGreaterThan(16);
    const { place, rest } = prepare(clone, all);
    place.write("labels.jsonl", labels());
    for (const [program, ...argv] of rest) {
      expect(program).toBe("schoolbook");
      const result = await place.run(argv);
      // why: what a gate says of so few questions is not what is tested here; that it says one of its three things is.
      const ends = argv.includes("--gate") ? [0, 17, 18] : [0];
      expect({ argv, stderr: result.stderr, isFine: ends.includes(result.code) }).toMatchObject({ argv, isFine: true });
    }
  },
);

/** The lines before the first `schoolbook` copy a folder and go there. */
function prepare(clone: CliFolder, all: readonly (readonly string[])[]) {
  const [copy, change, ...rest] = all;
  const [from = "", to = ""] = copy?.slice(-2) ?? [];
  expect([copy, change]).toEqual([
    ["cp", "-r", "examples/handbook", "handbook"],
    ["cd", to],
  ]);
  cpSync(join(clone.folder, from), join(clone.folder, to), { recursive: true });
  return { place: clone.within(to), rest };
}

/** As many as a judge needs, with one that agrees with people. */
function labels(): string {
  const rows = Array.from({ length: 240 }, (_, index) => {
    const score = 1 + (index % 4);
    return {
      id: `a${index}`,
      cluster: `q${index >> 1}`,
      people: [score, score, Math.min(4, score + 1)],
      judge: score / 4,
    };
  });
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

test("the file of arms in docs/exam.md is one", () => {
  const [yaml = ""] = blocks("yaml");
  expect(ARMS_SCHEMA.parse(parse(yaml))).toHaveLength(3);
});
