// Writes an adapter as PEFT lays it out: adapter_config.json and adapter_model.safetensors in a folder.
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { fromFloat32 } from "../number-formats.ts";
import { writeSafetensors } from "../safetensors/write-safetensors.ts";
import { renderLoraConfig } from "./lora-config.ts";
import { type LoraTensor, peftName } from "./lora-tensors.ts";

export const LORA_CONFIG = "adapter_config.json";
export const LORA_WEIGHTS = "adapter_model.safetensors";

export type LoraToWrite = {
  readonly rank: number;
  readonly alpha: number;
  readonly base: string;
  readonly tensors: readonly LoraTensor[];
};

/** The weights come last: a folder that has them is whole. */
export async function writeLora(folder: string, { rank, alpha, base, tensors }: LoraToWrite): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const targets = [...new Set(tensors.map(({ name }) => name.split(".").at(-1) ?? name))].toSorted();
  const config = join(folder, LORA_CONFIG);
  writeFileSync(`${config}.part`, renderLoraConfig({ rank, alpha, base, targets }), { flush: true });
  renameSync(`${config}.part`, config);
  await writeSafetensors(
    join(folder, LORA_WEIGHTS),
    tensors.map((tensor) => ({
      name: peftName(tensor),
      dtype: "F32",
      shape: tensor.shape,
      bytes: tensor.values.byteLength,
      pieces: () => [fromFloat32(tensor.values, "F32")],
    })),
    { format: "pt" },
  );
}
