// Rows that give the exam away are told from rows that nearly do, and a climb leaves out what it was registered to leave out.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { checkRegistration, registrationHash } from "../../../ladder/registration/registration.ts";
import type { TrainExample } from "../../../spec/training.ts";
import { buildNumberQuestion } from "../../../testing/index.ts";
import { exampleLeaks, leftOutInput, leftOutLines, without } from "./example-leaks.ts";

const ASKED = "Who approves travel that costs more than 500 crowns abroad?";
const QUESTIONS = [buildNumberQuestion("q", { question: ASKED })];

function row(content: string): TrainExample {
  return {
    messages: [
      { role: "user", content },
      { role: "assistant", content: "The lead." },
    ],
    acl: ["public"],
    weight: 1,
    tags: [],
  };
}

const ROWS = {
  examples: [
    row("How long is the notice period?"),
    row(`Please: ${ASKED}`),
    row("Who approves travel that costs more than 500 crowns?"),
  ],
  lines: [1, 4, 9],
};

let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "schoolbook-leaks-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("rows that ask a question of the exam are found by their lines, apart from those that nearly do", () => {
  expect(exampleLeaks(ROWS, QUESTIONS)).toEqual({ exact: [4], near: [9] });
  expect(exampleLeaks(ROWS, [])).toEqual({ exact: [], near: [] });
  expect(without(ROWS, [4])).toEqual([ROWS.examples[0], ROWS.examples[2]]);
});

test("before a climb is registered, what leaks is left out; afterwards, what was registered", () => {
  const registration = join(folder, "registration.json");
  expect(leftOutLines({ registration }, { exact: [4] })).toEqual([4]);
  const register = (lines: readonly number[]): void => {
    const one = checkRegistration({
      version: 1,
      metric: "correct",
      bar: 0.8,
      margin: 0.05,
      alpha: 0.05,
      vetoes: [],
      inputs: { model: "nano", ...leftOutInput(lines) },
      seed: 1,
      repeats: 1,
      splits: { development: [], test: ["q"] },
      examHash: "x",
      arms: [{ name: "A1", label: "the prompt", role: "rung" }],
    });
    writeFileSync(registration, JSON.stringify({ hash: registrationHash(one), at: 0, registration: one }));
  };
  register([4, 12]);
  expect(leftOutLines({ registration }, { exact: [4] })).toEqual([4, 12]);
  register([]);
  expect(leftOutLines({ registration }, { exact: [4] })).toEqual([]);
});
