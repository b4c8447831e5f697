// What OpenAI-shaped servers answer, as far as it is used; what they add is let through.
import { z } from "zod";

export const FILE = z.looseObject({ id: z.string().min(1), filename: z.string().optional() });

export const FILES = z.looseObject({ data: z.array(FILE) });

export const JOB = z.looseObject({
  id: z.string().min(1),
  status: z.string(),
  fine_tuned_model: z.string().nullish(),
  training_file: z.string().nullish(),
  suffix: z.string().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  error: z.looseObject({ message: z.string().nullish() }).nullish(),
  user_provided_suffix: z.string().nullish(),
});

export type WireJob = z.output<typeof JOB>;

export const JOBS = z.looseObject({ data: z.array(JOB) });

export const EVENTS = z.looseObject({
  data: z.array(
    z.looseObject({
      id: z.string(),
      message: z.string().nullish(),
      data: z
        .looseObject({
          step: z.number().nullish(),
          total_steps: z.number().nullish(),
          train_loss: z.number().nullish(),
        })
        .nullish(),
    }),
  ),
  has_more: z.boolean().nullish(),
});

export type WireEvent = z.output<typeof EVENTS>["data"][number];

export const CHECKPOINTS = z.looseObject({
  data: z.array(z.looseObject({ step_number: z.number().nullish(), result_files: z.array(z.string()).nullish() })),
});
