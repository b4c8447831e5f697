// The trainers that adapters can be made with.
import { HOSTED_TRAINERS } from "./hosted/trainers.ts";
import { peftTrainer } from "./peft/trainer.ts";
import type { TrainerMaker } from "./trainer-maker.ts";

/** One line each; the first is what is used where none is named. */
export const TRAINERS: readonly TrainerMaker[] = [peftTrainer, ...HOSTED_TRAINERS];
