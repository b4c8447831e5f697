// One lesson that is learnt ahead: joined where it stands, its failure told at once, ended with the climb.
import { expect, test } from "vitest";

import { SchoolbookError } from "../../../core/errors.ts";
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
  await using ahead = learnAhead(schooling, "raft", { ...GIVEN, onFailure: () => undefined });
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
  await using ahead = learnAhead(schooling, "raft", { ...GIVEN, onFailure: () => undefined });
  const plain = ahead.train("plain", { ...GIVEN, onStep: () => undefined });
  expect(begun.map(({ lesson }) => lesson)).toEqual(["raft", "plain"]);
  result.resolve({ what: "nothing", remedy: "none" });
  await expect(plain).resolves.toMatchObject({ what: "nothing" });
});

test.each([
  ["is told at once, and it is tried again when it is asked for", new Error("no room"), false],
  ["of a full disk may be over by then", new SchoolbookError("storage_full", "The disk is full."), false],
  ["of other settings lasts", new SchoolbookError("input_invalid", "It holds a run with other settings."), true],
  ["of a training that goes on elsewhere lasts", new SchoolbookError("training_busy", "It is being trained."), true],
])("a failure before anybody asks for the lesson %s", async (_, failure, lasts) => {
  const { schooling, result, begun } = openSchool();
  const told: unknown[] = [];
  const onFailure = (error: SchoolbookError, isLasting: boolean) => told.push([error.message, isLasting]);
  await using ahead = learnAhead(schooling, "raft", { ...GIVEN, onFailure });
  result.reject(failure);
  await new Promise((resolve) => setImmediate(resolve));
  expect(told).toEqual([[failure.message, lasts]]);
  await expect(ahead.train("raft", { ...GIVEN, onStep: () => undefined })).rejects.toThrow(failure.message);
  expect(begun).toHaveLength(2);
});

test("a failure of a lesson that is asked for by then is told by whoever asks, once", async () => {
  const { schooling, result } = openSchool();
  const told: unknown[] = [];
  await using ahead = learnAhead(schooling, "raft", { ...GIVEN, onFailure: (error) => told.push(error) });
  const learnt = ahead.train("raft", { ...GIVEN, onStep: () => undefined });
  result.reject(new Error("no room"));
  await expect(learnt).rejects.toThrow("no room");
  expect(told).toEqual([]);
});

test("a climb that ends early ends the lesson and waits until it has", async () => {
  const { begun, schooling } = openSchool();
  const told: unknown[] = [];
  {
    await using _ahead = learnAhead(schooling, "raft", { ...GIVEN, onFailure: (error) => told.push(error) });
  }
  expect(told).toEqual([]);
  expect(begun[0]?.options.signal?.aborted).toBe(true);
});
