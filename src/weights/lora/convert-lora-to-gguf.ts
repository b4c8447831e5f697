// Writes an adapter of PEFT as a GGUF file that llama.cpp loads beside its base; what the file cannot say is refused.
import { SchoolbookError } from "../../core/errors.ts";
import type { GgufMetadata, GgufValue } from "../gguf/gguf-value.ts";
import { permutedRow, planTensors, type TensorPlan } from "../gguf/tensor-names.ts";
import { type GgufTensor, writeGguf } from "../gguf/write-gguf.ts";
import { type ModelConfig, readModelConfig } from "../model-config.ts";
import { fromFloat32 } from "../number-formats.ts";
import { scaleOf } from "./lora-config.ts";
import type { LoraTensor } from "./lora-tensors.ts";
import { type Lora, readLora } from "./read-lora.ts";
import { whatIsMore } from "./what-is-more.ts";

export type LoraConversion = {
  /** The adapter's folder. */
  readonly folder: string;
  /** Of the base; only its config.json is read. */
  readonly baseFolder: string;
  readonly out: string;
  readonly name: string;
  readonly format?: "F32" | "F16";
};

export async function convertLoraToGguf({
  folder,
  baseFolder,
  out,
  name,
  format = "F16",
}: LoraConversion): Promise<void> {
  const lora = await readLora(folder);
  const reason = whatIsMore(lora, folder);
  if (reason !== undefined) throw unsayable(reason);
  const config = await readModelConfig(baseFolder);
  const alpha = scaleOf(lora.config, "") * lora.config.r;
  const metadata: GgufMetadata = new Map<string, GgufValue>([
    ["general.type", { kind: "string", value: "adapter" }],
    ["general.architecture", { kind: "string", value: config.architecture }],
    ["general.name", { kind: "string", value: name }],
    ["adapter.type", { kind: "string", value: "lora" }],
    ["adapter.lora.alpha", { kind: "float32", value: alpha }],
  ]);
  await writeGguf(out, metadata, ggufTensors(lora, { config, format, alpha }));
}

type Target = { readonly config: ModelConfig; readonly format: "F32" | "F16"; readonly alpha: number };

function ggufTensors(lora: Lora, target: Target): readonly GgufTensor[] {
  const plans = new Map(planTensors(target.config).map((plan) => [plan.source, plan]));
  const names = [...new Set(lora.tensors.map(({ name }) => name))];
  return names.flatMap((name) => {
    const plan = plans.get(`${name}.weight`);
    if (plan === undefined || !/\.(?:self_attn|mlp)\.\w+_proj$/u.test(name)) throw unsayable(`it changes ${name}`);
    const a = lora.tensors.find((tensor) => tensor.name === name && tensor.half === "A");
    const b = lora.tensors.find((tensor) => tensor.name === name && tensor.half === "B");
    if (a === undefined || b === undefined) throw unsayable(`it has only one half for ${name}`);
    checkShapes(a, b, target.config);
    // why: llama.cpp scales by the one alpha through each matrix's own rank; what PEFT scales otherwise goes into B.
    const factor = (scaleOf(lora.config, name) * a.shape[0]) / target.alpha;
    return [
      tensorOf(`${plan.target}.lora_a`, a.shape, { values: a.values, format: target.format }),
      tensorOf(`${plan.target}.lora_b`, b.shape, {
        values: placed(b, factor, { plan, config: target.config }),
        format: target.format,
      }),
    ];
  });
}

type Numbers = { readonly values: Float32Array; readonly format: "F32" | "F16" };

function tensorOf(name: string, shape: LoraTensor["shape"], { values, format }: Numbers): GgufTensor {
  return { name, format, shape, pieces: () => [fromFloat32(values, format)] };
}

type Placing = { readonly plan: TensorPlan; readonly config: ModelConfig };

/** B's rows are those of the base's matrix, and change places as they do. */
function placed({ shape, values }: LoraTensor, factor: number, { plan, config }: Placing): Float32Array {
  const [rows, rank] = shape;
  const { headWidth } = config;
  const out = new Float32Array(values.length);
  for (let row = 0; row < rows; row += 1) {
    const within = row % headWidth;
    const from = plan.permutedHeads === undefined ? row : row - within + permutedRow(within, headWidth);
    for (let at = 0; at < rank; at += 1) out[row * rank + at] = (values[from * rank + at] ?? 0) * factor;
  }
  return out;
}

function checkShapes(a: LoraTensor, b: LoraTensor, { width, inner, heads, keyHeads, headWidth }: ModelConfig): void {
  const [queries, keys] = [heads * headWidth, keyHeads * headWidth];
  const shapes: Readonly<Record<string, readonly [inputs: number, outputs: number]>> = {
    q_proj: [width, queries],
    k_proj: [width, keys],
    v_proj: [width, keys],
    o_proj: [queries, width],
    gate_proj: [width, inner],
    up_proj: [width, inner],
    down_proj: [inner, width],
  };
  const [inputs, outputs] = shapes[a.name.split(".").at(-1) ?? ""] ?? [0, 0];
  if (a.shape[1] === inputs && b.shape[0] === outputs && a.shape[0] === b.shape[1]) return;
  throw new SchoolbookError(
    "input_invalid",
    `${a.name} of the adapter does not fit the base: ${b.shape[0]} by ${a.shape[1]} instead of ${outputs} by ${inputs}.`,
    {
      hint: "Name the base that the adapter was trained on.",
    },
  );
}

function unsayable(why: string): SchoolbookError {
  return new SchoolbookError("input_invalid", `This adapter cannot be written as GGUF: ${why}.`, {
    hint: "Train LoRA on the linear layers only, without biases, embeddings or whole modules; or serve it with vLLM.",
  });
}
