// Nothing is merged into quantised weights: the sum would be rounded to their few values, and small changes are lost on the way.
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import { parseJsonOf } from "../../core/parse-json.ts";
import { openSafetensors } from "../safetensors/open-safetensors.ts";

const configSchema = z.looseObject({
  quantization_config: z
    .looseObject({
      quant_method: z.string().optional(),
      bits: z.number().optional(),
      load_in_4bit: z.boolean().optional(),
      load_in_8bit: z.boolean().optional(),
    })
    .nullish(),
});

/** How quantised matrices are stored: bytes, packed whole numbers, floats of eight bits and less. */
const QUANTISED = /^(?:[IU](?:4|8|16|32)|F[468](?:_.+)?)$/u;

/** `base` is a folder in the layout of the Hugging Face library, or what somebody took for one. */
export async function refuseQuantised(base: string): Promise<void> {
  if (/\.gguf$/iu.test(base)) throw refused(`${base} is a GGUF file, which is mostly a quantised copy`);
  // why: what is no folder at all is told by whoever looks for a base in it.
  if (!existsSync(base)) return;
  const config = join(base, "config.json");
  if (existsSync(config)) {
    const { quantization_config: found } = configSchema.parse(parseJsonOf(config, await readFile(config, "utf8")));
    if (found !== undefined && found !== null) throw refused(`${config} says that it is quantised (${kindOf(found)})`);
  }
  for (const name of (await readdir(base)).filter((one) => one.endsWith(".safetensors")).toSorted()) {
    await using file = await openSafetensors(join(base, name));
    const tensor = [...file.tensors.values()].find(({ dtype }) => QUANTISED.test(dtype));
    if (tensor !== undefined) throw refused(`${join(base, name)} stores ${tensor.name} as ${tensor.dtype}`);
  }
}

type Quantisation = NonNullable<z.output<typeof configSchema>["quantization_config"]>;

function kindOf({ quant_method: method = "unnamed", bits, load_in_4bit, load_in_8bit }: Quantisation): string {
  const width = bits ?? (load_in_4bit === true ? 4 : load_in_8bit === true ? 8 : undefined);
  return width === undefined ? method : `${method}, ${width} bits`;
}

function refused(why: string): SchoolbookError {
  return new SchoolbookError("input_invalid", `An adapter is never merged into a quantised base: ${why}.`, {
    hint: "Name the folder of the same base in 16 or 32 bits with --base, and quantise what comes out; or export it for Ollama or vLLM, which load it beside its base.",
  });
}
