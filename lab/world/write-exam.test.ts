import { expect, test } from "vitest";

import { EXAM_KINDS } from "./exam/exam-kinds.ts";
import { CLOSED_SYSTEM, READING_SYSTEM } from "./reading-prompt.ts";
import { scoreReply } from "./score-reply.ts";
import { examRows } from "./write-exam.ts";

test.each(EXAM_KINDS)(
  "%s: the same seed gives the same rows, ids are unique, prompts canonical, the reference scores",
  (kind) => {
    const rows = examRows({ seed: "1", questions: 60, kind });
    expect(examRows({ seed: "1", questions: 60, kind })).toEqual(rows);
    expect(rows).toHaveLength(60);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(60);
    for (const { messages, expected, reference, id } of rows) {
      expect(messages.map(({ role }) => role)).toEqual(["system", "user"]);
      expect([READING_SYSTEM, CLOSED_SYSTEM]).toContain(messages[0]?.content);
      const score = scoreReply(reference, expected);
      expect(score.asExpected, id).toBe(true);
      expect(score.cited ?? true, id).toBe(true);
      expect(score.houseValid ?? false, id).toBe(false);
    }
  },
);

test("exams hold four distractors where they say so, and none where they do not", () => {
  const passages = (content = ""): number => content.match(/^\[\d+\] /gmu)?.length ?? 0;
  const counts = (kind: "single" | "distractors4" | "unanswerable" | "closed-public"): Set<number> =>
    new Set(examRows({ seed: "2", questions: 50, kind }).map(({ messages }) => passages(messages[1]?.content)));
  expect(counts("single")).toEqual(new Set([1]));
  expect(counts("distractors4")).toEqual(new Set([5]));
  expect(counts("unanswerable")).toEqual(new Set([4]));
  expect(counts("closed-public")).toEqual(new Set([0]));
});

test("held-out phrasings come in exams, and only where they are asked for", () => {
  const text = (phrasings: "train" | "exam" | "held-out"): string =>
    JSON.stringify(examRows({ seed: "3", questions: 200, kind: "single", phrasings }));
  expect(text("exam")).toContain("Remind me of");
  expect(text("train")).not.toContain("Remind me of");
  expect(text("held-out")).not.toContain("Tell me the");
});

test("a request for the house style names all that the house checks", () => {
  for (const { messages, expected } of examRows({ seed: "4", questions: 20, kind: "json-asked" })) {
    const request = messages[1]?.content ?? "";
    for (const part of [
      "JSON",
      expected.house?.desk ?? "?",
      expected.house?.opening ?? "?",
      ...(expected.house?.fields ?? []),
    ]) {
      expect(request).toContain(part);
    }
  }
});
