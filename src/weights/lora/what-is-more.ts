// What an adapter holds beyond a plain LoRA on matrices, which neither a GGUF file nor a sum of matrices can say.
import type { Lora } from "./read-lora.ts";

/** The first reason, as half a sentence; undefined for a plain LoRA. */
export function whatIsMore({ config, others }: Lora, folder: string): string | undefined {
  const reasons = [
    config.peft_type !== "LORA" && `${folder} is of PEFT's kind ${config.peft_type}`,
    config.use_dora === true && "it is a DoRA, whose magnitudes have no place in the file",
    config.fan_in_fan_out === true && "its matrices are stored the other way round",
    (config.bias ?? "none") !== "none" && "it changes biases",
    (config.modules_to_save ?? []).length > 0 &&
      `it replaces whole modules: ${(config.modules_to_save ?? []).join(", ")}`,
    others.length > 0 && `it holds ${others[0]}`,
    config.lora_alpha === 0 && "its alpha is zero, so that it changes nothing",
  ];
  return reasons.find((reason) => reason !== false);
}
