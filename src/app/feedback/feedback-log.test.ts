// The log of feedback: what is acknowledged is there, what is broken is named by its line and loses nothing beside it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { afterEach, beforeEach, expect, test } from "vitest";

import type { GivenAnswer, Thumb } from "./feedback-line.ts";
import { appendFeedback, feedbackPath, readFeedback } from "./feedback-log.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-feedback-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const place = () => ({ libraryPath: join(folder, ".schoolbook/library.sqlite") });

const GIVEN: GivenAnswer = {
  question: "How long?",
  as: ["public"],
  text: "Two weeks.",
  answered: true,
  model: "quoting",
  sources: [],
  read: [],
  library: "0",
  schoolbook: "0.1.0",
  at: 1,
};

function thumb(id: string): Thumb {
  return { kind: "thumb", version: 1, id, thumb: "up", at: 2, given: GIVEN };
}

test("what was appended is read back in its order, from a file for its owner's eyes only", () => {
  expect(readFeedback(place())).toEqual({ lines: [], bad: [] });
  for (const id of ["a", "b"]) appendFeedback(place(), thumb(id));
  expect(readFeedback(place())).toEqual({ lines: [thumb("a"), thumb("b")], bad: [] });
  expect(statSync(feedbackPath(place())).mode & 0o077).toBe(0);
});

test("a line that a crash cut off stays a bad line, and the next thumb is whole", () => {
  appendFeedback(place(), thumb("a"));
  appendFileSync(feedbackPath(place()), '{"kind":"thumb","version":1,"id":"to');
  appendFeedback(place(), thumb("b"));
  const { lines, bad } = readFeedback(place());
  expect(lines).toEqual([thumb("a"), thumb("b")]);
  expect(bad).toEqual([{ line: 2, reason: "it is no JSON object, or only the beginning of one" }]);
});

test("lines that say nothing are named, whatever they hold, and what they hold is not told", () => {
  appendFeedback(place(), thumb("a"));
  const path = feedbackPath(place());
  const strange = { ...thumb("b"), thumb: "secret", extra: "secret" };
  writeFileSync(path, `\n${readFileSync(path, "utf8")}[]\n${JSON.stringify(strange)}\n`);
  const { lines, bad } = readFeedback(place());
  expect(lines).toEqual([thumb("a")]);
  expect(bad.map(({ line }) => line)).toEqual([3, 4]);
  expect(JSON.stringify(bad)).not.toContain("secret");
});

test("what could not be read back is not acknowledged", () => {
  expect(() => appendFeedback(place(), { ...thumb("a"), given: { ...GIVEN, question: "" } })).toThrow(
    "Nothing was recorded",
  );
  expect(readFeedback(place()).lines).toEqual([]);
});

test("where nothing can be written, nothing is acknowledged", () => {
  writeFileSync(join(folder, ".schoolbook"), "no folder");
  expect(() => appendFeedback(place(), thumb("a"))).toThrow("nothing was recorded");
});

/** Gives thumbs without end, and says of each when it is acknowledged. */
const GIVER = `
  const { appendFeedback } = await import(process.argv[1]);
  const given = JSON.parse(process.argv[3]);
  for (let at = 0; ; at += 1) {
    const id = process.pid + "-" + at;
    appendFeedback({ libraryPath: process.argv[2] }, { kind: "thumb", version: 1, id, thumb: "up", at, given });
    process.stdout.write(id + "\\n");
  }
`;

test("whatever was acknowledged is there after kill -9, with several processes giving thumbs at once", async () => {
  const log = fileURLToPath(new URL("feedback-log.ts", import.meta.url));
  const long = { ...GIVEN, text: "word ".repeat(2000) };
  const argv = ["--input-type=module", "-e", GIVER, log, place().libraryPath, JSON.stringify(long)];
  const givers = [1, 2, 3].map(() => {
    const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (text: Buffer) => (said += text.toString()));
    return { child, acknowledged: () => said.split("\n").slice(0, -1) };
  });
  while (givers.some(({ acknowledged }) => acknowledged().length < 10)) await setTimeout(20);
  await Promise.all(givers.map(async ({ child }) => (child.kill("SIGKILL"), once(child, "close"))));
  const { lines, bad } = readFeedback(place());
  const kept = new Set(lines.flatMap((line) => (line.kind === "thumb" ? [line.id] : [])));
  expect(givers.flatMap(({ acknowledged }) => acknowledged()).filter((id) => !kept.has(id))).toEqual([]);
  expect(bad.length).toBeLessThanOrEqual(givers.length);
}, 60_000);
