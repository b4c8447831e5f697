// Lets one lesson begin while cheaper rungs are still being asked: where all rungs are climbed it is learnt anyway, and asking leaves a core idle.
import type { Lesson, Schooling, SchoolProgress, TrainOptions } from "./climb-options.ts";

export type LearningAhead = Schooling & AsyncDisposable;

/** Begins at once; who asks for the lesson later joins it where it stands. It ends with who began it. */
export function learnAhead(
  schooling: Schooling,
  lesson: Lesson,
  { signal, ...given }: Omit<TrainOptions, "onStep">,
): LearningAhead {
  const left = new AbortController();
  let last: SchoolProgress | undefined;
  let listener: TrainOptions["onStep"] | undefined;
  const onStep = (progress: SchoolProgress): void => {
    last = progress;
    listener?.(progress);
  };
  const ending = signal === undefined ? left.signal : AbortSignal.any([signal, left.signal]);
  const learning = schooling.train(lesson, { ...given, onStep, signal: ending });
  // why: nobody may have asked for it yet when it fails; whoever does is told then.
  const settled = learning.then(
    () => undefined,
    () => undefined,
  );
  return {
    leaks: schooling.leaks,
    train: async (wanted, options) => {
      if (wanted !== lesson) return await schooling.train(wanted, options);
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
