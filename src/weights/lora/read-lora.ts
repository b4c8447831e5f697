// Reads an adapter's folder as PEFT lays it out, whoever wrote it.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import { type FloatFormat, toFloat32 } from "../number-formats.ts";
import { openSafetensors, type Safetensors, type TensorPlace } from "../safetensors/open-safetensors.ts";
import { type LoraConfig, parseLoraConfig } from "./lora-config.ts";
import { type LoraTensor, parsePeftName } from "./lora-tensors.ts";
import { LORA_CONFIG, LORA_WEIGHTS } from "./write-lora.ts";

export type Lora = {
  readonly config: LoraConfig;
  readonly tensors: readonly LoraTensor[];
  /** Tensors that are no half of a LoRA on a matrix, such as magnitudes, embeddings and whole modules. */
  readonly others: readonly string[];
};

export async function readLora(folder: string): Promise<Lora> {
  const path = join(folder, LORA_CONFIG);
  const config = parseLoraConfig(await readFile(path, "utf8"), path);
  await using file = await openSafetensors(join(folder, LORA_WEIGHTS));
  const tensors: LoraTensor[] = [];
  const others: string[] = [];
  for (const place of file.tensors.values()) {
    const parsed = parsePeftName(place.name);
    if (parsed === undefined) others.push(place.name);
    else tensors.push(await readTensor(file, place, parsed));
  }
  return { config, tensors, others };
}

async function readTensor(
  file: Safetensors,
  place: TensorPlace,
  parsed: Pick<LoraTensor, "name" | "half">,
): Promise<LoraTensor> {
  const [rows, columns, ...more] = place.shape;
  if (rows === undefined || columns === undefined || more.length > 0) {
    throw new SchoolbookError(
      "input_invalid",
      `${place.name} has the shape [${place.shape.join(", ")}], and a LoRA is a matrix.`,
    );
  }
  return { ...parsed, shape: [rows, columns], values: toFloat32(await file.read(place), formatOf(place)) };
}

function formatOf({ dtype, name }: TensorPlace): FloatFormat {
  if (dtype === "F32" || dtype === "F16" || dtype === "BF16") return dtype;
  throw new SchoolbookError("input_invalid", `${name} is stored as ${dtype}; Schoolbook reads F32, F16 and BF16.`);
}
