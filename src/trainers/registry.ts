// The trainers that adapters can be made with.
import { builtinTrainer } from "./builtin/trainer.ts";
import { HOSTED_TRAINERS } from "./hosted/trainers.ts";
import { peftTrainer } from "./peft/trainer.ts";
import type { TrainerMaker } from "./trainer-maker.ts";

/** One line each; the first is what is used where none is named. */
export const TRAINERS: readonly TrainerMaker[] = [builtinTrainer, peftTrainer, ...HOSTED_TRAINERS];
