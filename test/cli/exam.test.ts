// `schoolbook exam` without a model: from a first file of questions to a gate, for those whom a run is made for and nobody else.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { examProject, objectOf, SECRET } from "./exam-project.ts";
import type { CliFolder } from "./run-cli.ts";

test("a first file of questions is written, checked and run, and not written over", async () => {
  using place = await examProject();
  expect(await place.run(["exam", "new", "first.yaml"])).toMatchObject({ code: 0, stderr: "" });
  expect(await place.run(["exam", "new", "first.yaml"])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("is there already"),
  });
  expect(await place.run(["exam", "new", "first.yaml", "--force", "--json"])).toMatchObject({ code: 0 });
  expect(await place.run(["exam", "check", "first.yaml"])).toMatchObject({ code: 0 });
  expect(await place.run(["exam", "run", "first.yaml"])).toMatchObject({ code: 0 });
});

test("findings of a check name file and line, what to do, and end with the exit code of a wrong input", async () => {
  using place = await examProject();
  place.write(
    "bad.yaml",
    [
      "questions:",
      "  - { id: a, question: Who made the lamp?, principals: [public], expected: { answers: [Ann] } }",
      "  - { id: b, question: Who made the lamp?, principals: [public], expected: { answers: [Bob] } }",
      "  - { id: c, question: What is it?, principals: [public], expected: { contains: [x], sources: [docs/gone.md] } }",
      "  - { id: d, question: What raise is it?, principals: [public], expected: { contains: [x], sources: [docs/raise.md] } }",
    ].join("\n"),
  );
  const checked = await place.run(["exam", "check", "bad.yaml"]);
  expect(checked.code).toBe(3);
  expect(checked.stdout).toContain("bad.yaml:2 error: a, b ask the same and expect different answers");
  expect(checked.stdout).toContain("→ keep the one whose answer is right");
  expect(checked.stdout).toContain("bad.yaml:4 error: the source docs/gone.md of c is not in the library");
  expect(checked.stdout).not.toContain("is asked by public, who may not read");
  const told = await place.run(["exam", "check", "bad.yaml", "--operator", "--json"]);
  expect(objectOf(told)).toMatchObject({
    ok: false,
    findings: expect.arrayContaining([expect.objectContaining({ kind: "source-closed", line: 5 })]),
  });
  place.write("few.yaml", "- { question: Who made the lamp?, principals: [public], expected: { answers: [Ann] } }\n");
  expect(await place.run(["exam", "check", "few.yaml"])).toMatchObject({ code: 0 });
  expect(await place.run(["exam", "check", "few.yaml", "--strict"])).toMatchObject({
    code: 3,
    stdout: expect.stringContaining("leave --strict out to run the exam as it is"),
  });
});

test("mistakes of a file are listed with their lines, and who asks has to be said", async () => {
  using place = await examProject();
  place.write("odd.jsonl", '{"question": "Who?", "expected": {"answers": ["x"]}}\n{"question": ""}\n');
  const run = await place.run(["exam", "run", "odd.jsonl"]);
  expect(run.code).toBe(3);
  expect(run.stderr).toContain("odd.jsonl line 1");
  expect(run.stderr).toContain("`principals` is missing");
  expect(run.stderr).not.toContain(place.folder);
  place.write("whose.jsonl", '{"question": "Who?", "expected": {"answers": ["x"]}}\n');
  expect(await place.run(["exam", "run", "whose.jsonl", "--as", "user:ann"])).toMatchObject({ code: 0 });
});

test("a run is shown, told question by question, compared and exported", async () => {
  using place = await examProject();
  const run = await place.run(["exam", "run"]);
  expect(run).toMatchObject({ code: 0 });
  expect(run.stderr).toContain("3 questions through quoting: 3 rows, 3 calls to make");
  expect(run.stderr).toContain("1 question asked by others left out");
  expect(run.stdout).toContain("quoting  correct 100 % [44, 100]");
  const again = objectOf(await place.run(["exam", "run", "--json"]));
  expect(again).toMatchObject({ run: "exam-quoting", rows: 3, kept: 3, asked: 0, failed: 0, asOthers: 1, ok: true });
  const shown = await place.run(["exam", "show", "--offline"]);
  expect(shown.stdout).toMatch(/correct +100 % \[44, 100\] +3/u);
  expect(shown.stdout).toMatch(/recall@5 +100 %/u);
  expect(shown.stdout).toContain("Nothing went wrong.");
  const told = await place.run(["exam", "show", "--question", "lamp"]);
  expect(told.stdout).toContain("shown docs:warranty.md (expected)");
  expect(told.stdout).toContain("docs/warranty.md: “The warranty of the lamp lasts two years.”");
  expect(told.stdout).toContain("correct 1");
  expect(objectOf(await place.run(["exam", "show", "--question", "crypto", "--json"]))).toMatchObject({
    question: { id: "crypto" },
    trials: [{ arm: "quoting", outcome: { answer: { answered: false } }, scores: { correct: { value: 1 } } }],
  });
  expect((await place.run(["exam", "compare"])).stdout).toContain("There is nothing to compare with");
  for (const [format, words] of EXPORTS) {
    const exported = await place.run(["exam", "export", "--to", format]);
    expect(exported).toMatchObject({ code: 0, stdout: expect.stringContaining(words) });
  }
  expect(await place.run(["exam", "export", "--to", "jsonl", "--out", "rows.jsonl"])).toMatchObject({ code: 0 });
  expect(readFileSync(join(place.folder, "rows.jsonl"), "utf8").trim().split("\n")).toHaveLength(3);
});

test("where the library cannot be read the numbers of a run stay, and texts are withheld with the reason", async () => {
  using place = await examProject();
  await place.run(["exam", "run"]);
  place.write(".schoolbook/library.sqlite", "no library at all");
  const shown = await place.run(["exam", "show", "--offline"]);
  expect(shown.stdout).toMatch(/correct +100 % \[44, 100\] +3/u);
  expect(shown.stderr).toContain("Texts that rest on the library are withheld");
  const told = await place.run(["exam", "show", "--question", "lamp"]);
  expect(told).toMatchObject({ code: 0, stdout: expect.stringContaining("not readable by you now") });
  expect(told.stdout).not.toMatch(/warranty\.md|two years/u);
  expect((await place.run(["exam", "export", "--to", "csv"])).stdout).not.toContain("two years");
});

test("a run is written as a page for those whom it was made for, and over no file that is there", async () => {
  using place = await examProject();
  await place.run(["exam", "run"]);
  expect(await place.run(["exam", "page", "--to", "run.html"])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("exam-quoting written to run.html: 3 rows."),
  });
  const page = readFileSync(join(place.folder, "run.html"), "utf8");
  expect(page).toContain("How long does the warranty of the lamp last?");
  expect(page).not.toContain("3.4 percent");
  expect(await place.run(["exam", "page", "exam-quoting", "--to", "run.html"])).toMatchObject({ code: 3 });
  expect(await place.run(["exam", "page", "exam-quoting", "--to", "run.html", "--force"])).toMatchObject({ code: 0 });
  expect(await place.run(["exam", "page", "none", "--to", "none.html"])).toMatchObject({ code: 4 });
  const hers = await place.run(["exam", "page", "exam-quoting", "--to", "hers.html", "--as", "user:mia"]);
  expect(hers).toMatchObject({ code: 5, stderr: expect.stringContaining("made as somebody else") });
});

const EXPORTS = [
  ["junit", '<testsuite name="quoting" tests="3" failures="0" errors="0">'],
  ["csv", "question_id,question,arm"],
  ["markdown", "# Run exam-quoting"],
  ["jsonl", '"run":"exam-quoting"'],
  ["promptfoo", "description: lamp"],
] as const;

test("what was made for one is refused to another, whichever way it is asked for", async () => {
  using place = await examProject();
  expect(await place.run(["exam", "run", "--as", "user:mia", "--run", "hers"])).toMatchObject({ code: 0 });
  const ways = [
    ["show", "hers"],
    ["show", "hers", "--question", "raise"],
    ["compare", "hers"],
    ["export", "hers", "--to", "csv"],
    ["export", "hers", "--to", "promptfoo"],
    ["run", "--run", "hers"],
  ];
  for (const way of ways) {
    for (const as of [[], ["--as", "user:ann"]]) {
      const refused = await place.run(["exam", ...way, ...as]);
      expect(refused).toMatchObject({ code: 5, stdout: "" });
      expect(refused.stderr).not.toMatch(/3\.4|raise was agreed/u);
    }
  }
  expect(await place.run(["exam", "show"])).toMatchObject({ code: 4 });
  const shown = await place.run(["exam", "show", "--question", "raise", "--as", "user:mia"]);
  expect(shown.stdout).toContain("3.4 percent");
});

test("neither log nor cache nor exports of a run hold what those may not read whom it was made for", async () => {
  using place = await examProject();
  await place.run(["exam", "run", "--as", "user:mia"]);
  const before = filesOf(place, "exams");
  await place.run(["exam", "run", "--run", "everyone"]);
  const own = filesOf(place, "exams").filter(({ path }) => !before.some((one) => one.path === path));
  expect(own.map(({ path }) => path).some((path) => path.includes("everyone"))).toBe(true);
  expect(own.length).toBeGreaterThanOrEqual(2);
  const texts = own.map(({ text }) => text);
  for (const format of ["junit", "csv", "markdown", "jsonl", "promptfoo"])
    texts.push((await place.run(["exam", "export", "everyone", "--to", format, "--json"])).stdout);
  for (const argv of [["show"], ["show", "--question", "crypto"], ["compare"], ["show", "--json"]])
    texts.push((await place.run(["exam", ...argv])).stdout);
  for (const text of texts) expect(text).not.toMatch(/3\.4|raise|user:mia|group:people/iu);
  expect(before.some(({ text }) => text.includes(SECRET.slice(0, 20)))).toBe(true);
});

function filesOf(place: CliFolder, folder: string): readonly { readonly path: string; readonly text: string }[] {
  const root = join(place.folder, ".schoolbook", folder);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".jsonl"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

test("a page that changed is asked about anew, and one that the asker may not read is none of it", async () => {
  using place = await examProject();
  expect(objectOf(await place.run(["exam", "run", "--run", "one", "--json"]))).toMatchObject({ asked: 3 });
  place.write("docs/raise.md", "# Raise\n\nThe raise agreed for April is 5 percent.\n");
  await place.run(["library", "sync"]);
  expect(objectOf(await place.run(["exam", "run", "--run", "two", "--json"]))).toMatchObject({ asked: 0, cached: 3 });
  place.write("docs/staff.md", "# Staff\n\nThe company has 120 employees.\n");
  await place.run(["library", "sync"]);
  expect(objectOf(await place.run(["exam", "run", "--run", "three", "--json"]))).toMatchObject({ asked: 3, cached: 0 });
  const wrong = await place.run(["exam", "show", "three"]);
  expect(wrong.stdout).toContain("wrong (1)");
  expect(wrong.stdout).toContain("✗ staff “How many employees does the company have?”, quoting: number:");
});

test("a run alone is a bill, with its right answers, and no model is said where none was asked", async () => {
  using place = await examProject();
  await place.run(["exam", "run", "--run", "one"]);
  const { code, stdout } = await place.run(["cost", "--run", "one", "--date", "2026-11-26"], { columns: 200 });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^quoting +quoting +\$0\.00 \(\$0\.00 to \$0\.00\) +100 % \(/mu);
  expect(stdout).toContain("\nquoting: asks no model\n");
  expect(await place.run(["cost"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Neither a plan nor a run"),
  });
});

test("a bar is held by the whole interval: passed, not passed and open have exit codes of their own", async () => {
  using project = await examProject(manyQuestions());
  await project.run(["exam", "run", "many.jsonl"]);
  const gate = async (bar: string) => project.run(["exam", "compare", "many-quoting", "--gate", "--bar", bar]);
  expect(await gate("0.5")).toMatchObject({ code: 0, stdout: expect.stringContaining("✓ passed") });
  expect(await gate("0.7")).toMatchObject({ code: 18, stdout: expect.stringContaining("? open") });
  expect(await gate("0.95")).toMatchObject({ code: 17, stdout: expect.stringContaining("✗ not passed") });
  expect(await project.run(["exam", "compare", "--gate"])).toMatchObject({ code: 2 });
  expect(await project.run(["exam", "compare", "--bar", "0.5"])).toMatchObject({ code: 2 });
});

/** Forty questions, ten of them asked so that quoting is wrong. */
function manyQuestions(): Readonly<Record<string, string>> {
  const rows = Array.from({ length: 40 }, (_, index) => ({
    id: `q${index}`,
    question: "How long does the warranty of the lamp last?",
    principals: ["public"],
    expected: { contains: [index % 4 === 0 ? "three years" : "two years"] },
  }));
  return { "many.jsonl": rows.map((row) => `${JSON.stringify(row)}\n`).join("") };
}

test("a limit on a run that is done takes none of its rows away", async () => {
  using place = await examProject();
  const running = ["exam", "run", "--arms", "quoting", "--run", "all"];
  expect((await place.run(running)).code).toBe(0);
  const before = await place.run(["exam", "show", "all", "--json"]);
  const limited = await place.run([...running, "--limit", "1"]);
  expect(limited).toMatchObject({ code: 0, stdout: expect.stringContaining("2 rows of earlier besides") });
  expect((await place.run(["exam", "show", "all", "--json"])).stdout).toBe(before.stdout);
});
