// One lesson that is learnt ahead: joined where it stands, failing where it is asked for, ended with the climb.
import { expect, test } from "vitest";

import type { Lesson, Schooling, SchoolProgress, TrainOptions } from "./climb-options.ts";
import { learnAhead } from "./learn-ahead.ts";

const GIVEN = { folder: "/nowhere", leftOut: [] };

function openSchool() {
  const begun: { readonly lesson: Lesson; readonly options: TrainOptions }[] = [];
  const result = Promise.withResolvers<Awaited<ReturnType<Schooling["train"]>>>();
  const schooling: Schooling = {
    leaks: { exact: [], near: [] },
    train: async (lesson, options) => {
      begun.push({ lesson, options });
      options.signal?.addEventListener("abort", () => result.reject(options.signal?.reason));
      return await result.promise;
    },
  };
  return { begun, schooling, result };
}

test("the lesson begins at once, and whoever asks for it hears how far it is and what it comes to", async () => {
  const { begun, schooling, result } = openSchool();
  await using ahead = learnAhead(schooling, "raft", GIVEN);
  expect(begun.map(({ lesson }) => lesson)).toEqual(["raft"]);
  begun[0]?.options.onStep({ step: 7, steps: 9, loss: 1 });
  const heard: SchoolProgress[] = [];
  const learnt = ahead.train("raft", { ...GIVEN, onStep: (progress) => heard.push(progress) });
  begun[0]?.options.onStep({ step: 8, steps: 9, loss: 1 });
  const schooled = { adapter: "a.gguf", rows: 3, seconds: 1, losses: [1] };
  result.resolve(schooled);
  await expect(learnt).resolves.toBe(schooled);
  expect(heard).toEqual([
    { step: 7, from: 7, steps: 9, loss: 1 },
    { step: 8, from: 7, steps: 9, loss: 1 },
  ]);
  expect(begun).toHaveLength(1);
});

test("another lesson is learnt when it is asked for", async () => {
  const { begun, schooling, result } = openSchool();
  await using ahead = learnAhead(schooling, "raft", GIVEN);
  const plain = ahead.train("plain", { ...GIVEN, onStep: () => undefined });
  expect(begun.map(({ lesson }) => lesson)).toEqual(["raft", "plain"]);
  result.resolve({ what: "nothing", remedy: "none" });
  await expect(plain).resolves.toMatchObject({ what: "nothing" });
});

test("a lesson that fails before anybody asks for it fails where it is asked for, and nowhere else", async () => {
  const { schooling, result } = openSchool();
  await using ahead = learnAhead(schooling, "raft", GIVEN);
  result.reject(new Error("no room"));
  await new Promise((resolve) => setImmediate(resolve));
  await expect(ahead.train("raft", { ...GIVEN, onStep: () => undefined })).rejects.toThrow("no room");
});

test("a climb that ends early ends the lesson and waits until it has", async () => {
  const { begun, schooling } = openSchool();
  {
    await using _ahead = learnAhead(schooling, "raft", GIVEN);
  }
  expect(begun[0]?.options.signal?.aborted).toBe(true);
});
