// A document that is closed or taken away closes the adapters that were trained on it, for answers, exports and exams.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { writeToyBase } from "../training/toy-base.ts";
import { toyExamples } from "../training/toy-plan.ts";
import { type CliFolder, cliFolder, SMALL_PROJECT } from "./run-cli.ts";

const NOWHERE = "openai-compatible:http://127.0.0.1:1/v1#m";

async function trained(): Promise<CliFolder> {
  const rows = toyExamples(6).map(({ messages }, at) =>
    JSON.stringify({ messages, acl: ["public"], sources: [at < 3 ? "docs/notice.md" : "elsewhere.md"] }),
  );
  const place = cliFolder({ ...SMALL_PROJECT, "rows.jsonl": `${rows.join("\n")}\n` });
  await writeToyBase(join(place.folder, "base"), { architecture: "qwen3" });
  expect(await place.run(["library", "sync"])).toMatchObject({ code: 0 });
  const command = ["school", "train", "rows.jsonl", "--name", "toy", "--base", "base", "--rank", "4", "--epochs", "1"];
  expect(await place.run(command)).toMatchObject({ code: 0 });
  return place;
}

async function codes(place: CliFolder): Promise<readonly number[]> {
  const ask = await place.run(["ask", "How long is the notice period?", "--adapter", "toy", "--model", NOWHERE]);
  const out = await place.run(["school", "export", "toy", "--to", "gguf", "--force"]);
  return [ask.code, out.code];
}

test(
  "one damaged manifest is named, and keeps no other adapter from being listed, exported or trained",
  { timeout: 240_000 },
  async () => {
    using place = await trained();
    place.write(".schoolbook/adapters/bad/manifest.json", '{"version": NaN}');
    mkdirSync(join(place.folder, ".schoolbook/adapters/dir/manifest.json"), { recursive: true });
    for (const list of [["adapters", "list"], ["runs"]]) {
      const { code, stdout, stderr } = await place.run(["school", ...list]);
      expect([code, stdout, stderr]).toEqual([
        PARTIAL,
        expect.stringMatching(/^toy +/mu),
        expect.stringMatching(/bad cannot be used: [^]*dir cannot be used: /u),
      ]);
    }
    expect(await place.run(["school", "export", "toy", "--to", "gguf"])).toMatchObject({ code: 0 });
    expect(await place.run(["school", "adapters", "show", "bad"])).toMatchObject({ code: 3 });
    place.write("base/config.json", '{"vocab_size": NaN}');
    expect(await place.run(["school", "export", "toy", "--to", "ollama"])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("config.json is no JSON"),
    });
    rmSync(join(place.folder, ".schoolbook/adapters/toy/adapter.gguf"));
    expect(await place.run(["school", "export", "toy", "--to", "vllm"])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("its file is not there any more"),
    });
  },
);

const PARTIAL = 9;
const OTHER_BASE = 3;
const NOT_THERE = 4;

test(
  "the manifest names the documents that the library knows, and an export does not",
  { timeout: 240_000 },
  async () => {
    using place = await trained();
    const shown = await place.run(["school", "adapters", "show", "toy", "--json"]);
    expect(shown.json()).toMatchObject({ sources: ["docs:notice.md"] });
    expect(await codes(place)).toEqual([OTHER_BASE, 0]);
    expect(readFileSync(join(place.folder, "toy-gguf/schoolbook.json"), "utf8")).not.toContain("notice.md");

    const settings = SMALL_PROJECT["schoolbook.config.json"] ?? "";
    place.write("schoolbook.config.json", settings.replace('["public"]', '["group:board"]'));
    expect((await place.run(["ask", "Notice?", "--adapter", "toy", "--model", NOWHERE])).stderr).toContain(
      "closed since",
    );
    expect(await place.run(["library", "sync"])).toMatchObject({ code: 0 });
    expect(await codes(place)).toEqual([NOT_THERE, NOT_THERE]);
    const board = await place.run(["school", "export", "toy", "--to", "gguf", "--force", "--as", "group:board"]);
    expect(board.code).toBe(0);

    place.write("exam.jsonl", '{"question": "How long?", "principals": ["public"], "expected": {"contains": ["2"]}}\n');
    const exam = await place.run(["exam", "run", "--arms", "A4", "--adapter", "toy", "--model", NOWHERE]);
    // why: the reason is withheld as well, since this arm's adapter is closed to whoever looks at its rows.
    expect(exam.stdout + exam.stderr).toContain("1 row failed: not readable by you now");

    place.write("schoolbook.config.json", settings);
    expect(await place.run(["library", "sync"])).toMatchObject({ code: 0 });
    expect(await codes(place)).toEqual([OTHER_BASE, 0]);
    rmSync(join(place.folder, "docs/notice.md"));
    expect(await place.run(["library", "sync", "--allow-removals"])).toMatchObject({ code: 0 });
    expect(await codes(place)).toEqual([NOT_THERE, NOT_THERE]);
  },
);
