// What each trainer offers: one that is made with the runtime it works in.
import type { Runtime } from "../core/runtime.ts";
import type { Trainer } from "../spec/training.ts";

/** One member of the family: `src/trainers/<id>/trainer.ts` exports it, and `registry.ts` lists it. */
export type TrainerMaker = {
  readonly id: string;
  /** In a few words, for lists. */
  readonly purpose: string;
  /** It measures held-out rows while it trains. */
  readonly measures?: true;
  create(runtime: Runtime): Trainer;
};
