// Lets one lesson begin while cheaper rungs are still being asked: where all rungs are climbed it is learnt anyway, and asking leaves a core idle.
import { type ErrorCode, type SchoolbookError, toSchoolbookError } from "../../../core/errors.ts";
import type { Lesson, Schooling, SchoolProgress, TrainOptions } from "./climb-options.ts";

export type LearningAhead = Schooling & AsyncDisposable;

export type AheadOptions = Omit<TrainOptions, "onStep"> & {
  /** Of a lesson that nobody has asked for yet: it is tried again when somebody does, in vain where the failure lasts. */
  readonly onFailure: (error: SchoolbookError, lasts: boolean) => void;
};

/** Of settings, of rows, of another training that holds the adapter: what is asked until then would be paid for in vain. A full disk may have room again. */
const LASTING: ReadonlySet<ErrorCode> = new Set(["usage", "input_invalid", "config_invalid", "training_busy"]);

/** Begins at once; who asks for the lesson later joins it where it stands. It ends with who began it. */
export function learnAhead(
  schooling: Schooling,
  lesson: Lesson,
  { signal, onFailure, ...given }: AheadOptions,
): LearningAhead {
  const left = new AbortController();
  let last: SchoolProgress | undefined;
  let listener: TrainOptions["onStep"] | undefined;
  let isOver = false;
  const onStep = (progress: SchoolProgress): void => {
    last = progress;
    listener?.(progress);
  };
  const ending = signal === undefined ? left.signal : AbortSignal.any([signal, left.signal]);
  const learning = schooling.train(lesson, { ...given, onStep, signal: ending });
  const settled = learning.then(
    () => undefined,
    (thrown: unknown) => {
      // why: whoever has asked for it is told by its own failure; who ends the climb knows.
      if (listener !== undefined || ending.aborted) return;
      isOver = true;
      const error = toSchoolbookError(thrown);
      onFailure(error, LASTING.has(error.code));
    },
  );
  return {
    leaks: schooling.leaks,
    train: async (wanted, options) => {
      if (wanted !== lesson || isOver) return await schooling.train(wanted, options);
      const from = last?.step;
      listener = (progress) => options.onStep(from === undefined ? progress : { ...progress, from });
      if (last !== undefined) listener(last);
      return await learning;
    },
    [Symbol.asyncDispose]: async () => {
      left.abort();
      await settled;
    },
  };
}
