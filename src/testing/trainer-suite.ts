// What every trainer must do, as data: run each check against your own.
import { deepEqual, equal, notDeepEqual, ok, rejects } from "node:assert/strict";

import type { Adapter, TrainEvent, Trainer, TrainExample, TrainPlan } from "../spec/training.ts";
import { PASSED, skipped, type SuiteOutcome } from "./suite-outcome.ts";

/** The trainer on trial, with a base model that it can train within a second or two. */
export type TrainerSubject = AsyncDisposable & {
  readonly trainer: Trainer;
  readonly base: string;
  readonly baseFolder: string;
  /** True where equal plans give equal bytes, and so a run that was broken off ends like one that was not. */
  readonly deterministic: boolean;
  /** A folder that no other run uses. */
  newFolder(): string;
  /** The adapter's numbers; undefined where they stay with whoever trained it. */
  weightsOf(adapter: Adapter): Promise<Uint8Array | undefined>;
  /** Whether the model says anything else with the adapter than without. */
  isDifferent(adapter: Adapter): Promise<boolean>;
};

export type TrainerCase = {
  readonly name: string;
  readonly check: (create: () => Promise<TrainerSubject>) => Promise<SuiteOutcome>;
};

const PUMPS = ["Aller", "Borun", "Castel", "Dovim", "Elant", "Fargo", "Gimli", "Harun"] as const;

/** One question and its answer in a form that no base model gives by itself. */
export function trainerExamples(): readonly TrainExample[] {
  return PUMPS.map((name, index) => ({
    messages: [
      { role: "user", content: `The ${name} pump has ${index + 3} valves. How many valves has it?` },
      { role: "assistant", content: `{"answer": ${index + 3}}` },
    ],
    weight: 1,
    acl: ["public"],
  }));
}

type Changes = Partial<Omit<TrainPlan, "base" | "baseFolder">>;

function planFor(subject: TrainerSubject, changes: Changes = {}): TrainPlan {
  return {
    name: "pumps",
    base: subject.base,
    baseFolder: subject.baseFolder,
    examples: trainerExamples(),
    rank: 4,
    alpha: 8,
    learningRate: 2e-3,
    epochs: 6,
    batchSize: 4,
    maxTokens: 256,
    seed: 7,
    checkpointSteps: 5,
    folder: subject.newFolder(),
    ...changes,
  };
}

async function eventsOf(trainer: Trainer, plan: TrainPlan): Promise<readonly TrainEvent[]> {
  return Array.fromAsync(trainer.train(plan));
}

function adapterIn(events: readonly TrainEvent[]): Adapter {
  const finishes = events.filter((event) => event.kind === "finish");
  equal(finishes.length, 1, "one finish");
  equal(events.at(-1)?.kind, "finish", "nothing comes after the finish");
  const [finish] = finishes;
  if (finish === undefined) throw new Error("unreachable: there is one");
  return finish.adapter;
}

const isStep = (event: TrainEvent) => event.kind === "step";
const isCheckpoint = (event: TrainEvent) => event.kind === "checkpoint";

async function breakOff(trainer: Trainer, plan: TrainPlan): Promise<readonly TrainEvent[]> {
  const seen: TrainEvent[] = [];
  for await (const event of trainer.train(plan)) {
    seen.push(event);
    if (event.kind === "checkpoint") break;
  }
  return seen;
}

export const TRAINER_SUITE: readonly TrainerCase[] = [
  {
    name: "steps count up to the promised number, the loss falls, and one finish ends it",
    check: async (create) => {
      await using subject = await create();
      const events = await eventsOf(subject.trainer, planFor(subject));
      adapterIn(events);
      const steps = events.filter(isStep);
      ok(steps.length > 1, "there are steps");
      deepEqual(
        steps.map(({ step }) => step),
        steps.map((_, index) => index + 1),
        "each step once, in order",
      );
      for (const { steps: total, loss } of steps) {
        equal(total, steps.length, "the number of steps is known from the first");
        ok(Number.isFinite(loss), "a loss is a number");
      }
      ok((steps.at(-1)?.loss ?? Number.NaN) < (steps[0]?.loss ?? Number.NaN), "the loss falls");
      return PASSED;
    },
  },
  {
    name: "the adapter changes what the model says",
    check: async (create) => {
      await using subject = await create();
      const adapter = adapterIn(await eventsOf(subject.trainer, planFor(subject)));
      ok(await subject.isDifferent(adapter));
      return PASSED;
    },
  },
  {
    name: "the same plan gives the same adapter, another seed another one",
    check: async (create) => {
      await using subject = await create();
      if (!subject.deterministic) return skipped("what it trains on is not under its control");
      const weights = async (changes: Changes = {}) =>
        subject.weightsOf(adapterIn(await eventsOf(subject.trainer, planFor(subject, changes))));
      const first = await weights();
      deepEqual(await weights(), first);
      notDeepEqual(await weights({ seed: 8 }), first);
      return PASSED;
    },
  },
  {
    name: "a run that was broken off goes on where it stopped, and ends like one that was not",
    check: async (create) => {
      await using subject = await create();
      if (!subject.deterministic) return skipped("what it trains on is not under its control");
      const straight = adapterIn(await eventsOf(subject.trainer, planFor(subject)));
      const plan = planFor(subject);
      const before = await breakOff(subject.trainer, plan);
      const reached = before.findLast(isCheckpoint)?.step ?? 0;
      ok(reached > 0, "there was a checkpoint");
      const after = await eventsOf(subject.trainer, plan);
      equal(after.find(isStep)?.step, reached + 1, "no step is done twice");
      deepEqual(await subject.weightsOf(adapterIn(after)), await subject.weightsOf(straight));
      return PASSED;
    },
  },
  {
    name: "an aborted run stops with the signal's reason, and can be taken up again",
    check: async (create) => {
      await using subject = await create();
      const controller = new AbortController();
      const plan = planFor(subject);
      const run = async (): Promise<void> => {
        for await (const event of subject.trainer.train({ ...plan, abortSignal: controller.signal })) {
          if (event.kind === "step") controller.abort(new Error("enough"));
        }
      };
      await rejects(run(), { message: "enough" });
      await rejects(eventsOf(subject.trainer, { ...plan, abortSignal: AbortSignal.abort(new Error("no")) }), {
        message: "no",
      });
      adapterIn(await eventsOf(subject.trainer, plan));
      return PASSED;
    },
  },
  {
    name: "a finished run finishes again without training",
    check: async (create) => {
      await using subject = await create();
      const plan = planFor(subject);
      const adapter = adapterIn(await eventsOf(subject.trainer, plan));
      const again = await eventsOf(subject.trainer, plan);
      deepEqual(adapterIn(again), adapter);
      equal(again.filter(isStep).length, 0, "no step is done again");
      return PASSED;
    },
  },
  {
    name: "an empty set is refused",
    check: async (create) => {
      await using subject = await create();
      await rejects(eventsOf(subject.trainer, planFor(subject, { examples: [] })), { code: "input_invalid" });
      const examples = trainerExamples().map((example) => ({ ...example, weight: 0 }));
      await rejects(eventsOf(subject.trainer, planFor(subject, { examples })), { code: "input_invalid" });
      return PASSED;
    },
  },
  {
    name: "a folder that holds a run on other examples is refused, not mixed in",
    check: async (create) => {
      await using subject = await create();
      const plan = planFor(subject);
      await breakOff(subject.trainer, plan);
      const examples = trainerExamples().slice(1);
      await rejects(eventsOf(subject.trainer, { ...plan, examples }), { code: "input_invalid" });
      return PASSED;
    },
  },
  {
    name: "the adapter names its base, its data and its template, and carries the access lists of all of its rows",
    check: async (create) => {
      await using subject = await create();
      const [first, second, ...rest] = trainerExamples();
      if (first === undefined || second === undefined) throw new Error("unreachable: there are eight");
      const closed = { ...first, acl: ["group:a", "user:ann"] };
      const narrow = { ...second, acl: ["user:ann"] };
      const plan = planFor(subject, { examples: [closed, narrow, ...rest], epochs: 1 });
      const adapter = adapterIn(await eventsOf(subject.trainer, plan));
      deepEqual(adapter.acls, [["group:a", "user:ann"], ["public"], ["user:ann"]]);
      equal(adapter.base, subject.base);
      equal(adapter.name, "pumps");
      for (const hash of [adapter.baseHash, adapter.templateHash, adapter.dataHash]) ok(hash !== "");
      const other = adapterIn(await eventsOf(subject.trainer, planFor(subject, { epochs: 1, examples: rest })));
      ok(other.dataHash !== adapter.dataHash, "other data has another hash");
      equal(other.templateHash, adapter.templateHash);
      equal(other.baseHash, adapter.baseHash);
      return PASSED;
    },
  },
  {
    name: "an estimate is made of numbers, and more epochs take more time",
    check: async (create) => {
      await using subject = await create();
      const once = await subject.trainer.estimate(planFor(subject, { epochs: 1 }));
      const often = await subject.trainer.estimate(planFor(subject, { epochs: 500 }));
      for (const value of [once.seconds, once.memoryBytes, once.costUsd]) ok(Number.isFinite(value) && value >= 0);
      ok(often.seconds > once.seconds || often.costUsd > once.costUsd);
      return PASSED;
    },
  },
];
