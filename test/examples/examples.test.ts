// Each folder of examples/ that has a README with console blocks does what they show, on the model in the box or on a stand-in.
import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

import type { Prompt } from "../../src/spec/chat.ts";
import { createFakeChatModel, createFakeModelServer } from "../../src/testing/index.ts";
import { type CliFolder, cliFolder } from "../cli/run-cli.ts";
import { firstMissing, readConsole } from "./read-console.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const SMALL = ["docs-bot", "support-desk", "strict-json", "sql-style"];
const NAMES = ["handbook", ...SMALL];

/** A folder as it lies in a clone, without what earlier runs left there. */
function cloneOf(name: string): CliFolder {
  const clone = cliFolder();
  cpSync(join(root, "examples", name), join(clone.folder, "examples", name), {
    recursive: true,
    filter: (path) => !/\.schoolbook|\.sqlite/u.test(path),
  });
  return clone;
}

const EXAM = z.object({
  questions: z.array(
    z.object({
      question: z.string(),
      expected: z.looseObject({
        json: z.object({ fields: z.record(z.string(), z.unknown()) }).optional(),
        sql: z.object({ queries: z.array(z.string()) }).optional(),
      }),
    }),
  ),
});

type Known = z.output<typeof EXAM>["questions"][number]["expected"];

/** Knows what is right, and says it in the house's form only where the prompt asks for that. */
function standIn(name: string): (prompt: Prompt) => string {
  const { questions } = EXAM.parse(parse(readFileSync(join(root, "examples", name, "exam.yaml"), "utf8")));
  const known = new Map(questions.map(({ question, expected }) => [question, expected]));
  return (prompt) => {
    const text = prompt.map(({ content }) => (typeof content === "string" ? content : "")).join("\n");
    const expected = known.get(text.split("\n").at(-1)?.trim() ?? "");
    return expected === undefined
      ? "I don't know."
      : reply(expected, /Reply with the (?:object|query) only/u.test(text));
  };
}

function reply({ json, sql }: Known, isAskedFor: boolean): string {
  if (json !== undefined) return isAskedFor ? JSON.stringify(json.fields) : `They want ${String(json.fields["item"])}.`;
  const query = sql?.queries[0] ?? "";
  const plain = query.replaceAll(/\b[A-Z]{2,}\b/gu, (word) => word.toLowerCase()).replace(";", "");
  return isAskedFor ? query : plain;
}

test.each(NAMES)("examples/%s does what its README shows", { timeout: 240_000 }, async (name) => {
  using clone = cloneOf(name);
  const steps = readConsole(readFileSync(join(root, "examples", name, "README.md"), "utf8"));
  expect(steps.length).toBeGreaterThan(4);
  const answer = standIn(name);
  await using server = await createFakeModelServer({
    chat: createFakeChatModel({ can: { json: false }, reply: ({ prompt }) => answer(prompt) }),
    model: "mine",
  });
  const place = [
    "--project",
    `examples/${name}`,
    "--set",
    `models.mine.reference=openai-compatible:${server.origin}/v1#mine`,
  ];
  for (const { argv, expected } of steps) {
    const [program, ...words] = argv;
    if (program === "node") {
      const printed = execFileSync(process.execPath, words, { cwd: clone.folder, encoding: "utf8" });
      expect({ argv, printed, missing: firstMissing(expected, printed) }).toMatchObject({ missing: undefined });
      continue;
    }
    expect(program).toBe("schoolbook");
    const { code, stdout, stderr } = await clone.run([
      ...words,
      ...(words.includes("--model") && words.includes("nano") ? place.slice(0, 2) : place),
    ]);
    const missing = firstMissing(expected, `${stderr}\n${stdout}`);
    // why: what a gate or a climb of a few questions decides is shown in the README, with its exit code's meaning.
    expect({ argv, code, stdout, stderr, missing }).toMatchObject({
      missing: undefined,
      code: expect.toBeOneOf([0, 18]),
    });
  }
});

test("an example is small, and has a configuration, an exam and a README", () => {
  for (const name of SMALL) {
    const files = readdirSync(join(root, "examples", name), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && !/\.schoolbook|\.sqlite/u.test(join(entry.parentPath, entry.name)),
    );
    expect(files.length, name).toBeLessThanOrEqual(12);
    expect(files.map((entry) => entry.name)).toEqual(
      expect.arrayContaining(["README.md", "exam.yaml", "schoolbook.config.mjs"]),
    );
  }
});
