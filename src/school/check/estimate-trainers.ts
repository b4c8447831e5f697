// What a run would take with each trainer, or why it cannot be told.
import { type SchoolbookError, toSchoolbookError } from "../../core/errors.ts";
import type { Estimate, Trainer, TrainPlan } from "../../spec/training.ts";

export type TrainerEstimate =
  | { readonly trainer: string; readonly estimate: Estimate }
  | { readonly trainer: string; readonly error: Pick<SchoolbookError, "code" | "message" | "hint"> };

export async function estimateTrainers(
  trainers: readonly Pick<Trainer, "id" | "estimate">[],
  plan: TrainPlan,
): Promise<readonly TrainerEstimate[]> {
  return Promise.all(
    trainers.map(async ({ id, estimate }): Promise<TrainerEstimate> => {
      try {
        return { trainer: id, estimate: await estimate(plan) };
      } catch (thrown) {
        const { code, message, hint } = toSchoolbookError(thrown);
        return { trainer: id, error: { code, message, hint } };
      }
    }),
  );
}
