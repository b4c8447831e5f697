// The trainer for larger models: LoRA, QLoRA, DoRA and rsLoRA by PyTorch, installed by `schoolbook school setup`.
import type { TrainerMaker } from "../trainer-maker.ts";
import { createPeftTrainer } from "./peft-trainer.ts";
import { requirePython, trainersFolder } from "./setup/trainer-home.ts";

export const peftTrainer: TrainerMaker = {
  id: "peft",
  purpose: "LoRA on models of any size by PyTorch, on processors and CUDA cards; installed by `school setup`",
  create: (runtime) => createPeftTrainer({ python: () => requirePython(trainersFolder(runtime.env)), runtime }),
};
