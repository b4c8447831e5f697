// The files of each form, and what has to be typed next to serve it.
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { SchoolbookError } from "../../../core/errors.ts";
import { renderModelfile } from "../../../school/adapters/export/render-modelfile.ts";
import { loadRequest, maxLoraRank, renderVllmScript } from "../../../school/adapters/export/vllm-script.ts";
import { convertToGguf } from "../../../weights/convert-to-gguf.ts";
import { parseLoraConfig } from "../../../weights/lora/lora-config.ts";
import { mergeLora } from "../../../weights/lora/merge-lora.ts";
import { LORA_CONFIG, LORA_WEIGHTS } from "../../../weights/lora/write-lora.ts";
import { readModelConfig } from "../../../weights/model-config.ts";
import { openBaseText } from "../../../weights/open-base-text.ts";
import type { FittingAdapter } from "../serve-adapter.ts";

export type ExportForm = "gguf" | "ollama" | "vllm" | "merged";

export type FormToWrite = FittingAdapter & {
  readonly form: ExportForm;
  /** Where the files are written. */
  readonly folder: string;
  /** Where they will lie. */
  readonly out: string;
  readonly base: string | undefined;
  /** Tokens of prompt and reply that the project asks with. */
  readonly wantedTokens: number;
  readonly signal: AbortSignal | undefined;
};

export type WrittenForm = {
  readonly next: readonly string[];
  readonly notes: readonly string[];
};

/** As exams and answers ask where nobody says anything else. */
const TEMPERATURE = 0;
const TEMPLATE = "chat_template.jinja";
const ADAPTER_FILE = "adapter.gguf";
export const BASE_FILE = "base.gguf";

const WRITERS: Readonly<Record<ExportForm, (form: FormToWrite) => Promise<WrittenForm>>> = {
  gguf: writeGgufForm,
  ollama: writeOllamaForm,
  vllm: writeVllmForm,
  merged: writeMergedForm,
};

export async function writeForm(form: FormToWrite): Promise<WrittenForm> {
  return WRITERS[form.form](form);
}

async function writeGgufForm({ adapter, folder, out, base }: FormToWrite): Promise<WrittenForm> {
  if (base !== undefined) {
    throw new SchoolbookError("usage", "--base has no place in a GGUF adapter: it is named when the server starts.");
  }
  const file = `${adapter.name}.gguf`;
  copyFileSync(adapter.gguf, join(folder, file));
  return { next: [`llama-server --model BASE.gguf --lora ${join(out, file)} --jinja`], notes: [] };
}

/** Always as GGUF: Ollama reads safetensors adapters of two architectures only. */
async function writeOllamaForm(form: FormToWrite): Promise<WrittenForm> {
  const { adapter, baseFolder, folder, out, base } = form;
  copyFileSync(adapter.gguf, join(folder, ADAPTER_FILE));
  const isOwnFile = base === undefined;
  if (isOwnFile) {
    await convertToGguf({ folder: baseFolder, out: join(folder, BASE_FILE), format: "F16", name: adapter.base });
  }
  const text = await openBaseText(baseFolder);
  const modelfile = renderModelfile({
    from: base ?? `./${BASE_FILE}`,
    isOwnFile,
    adapter: `./${ADAPTER_FILE}`,
    text,
    contextTokens: await contextTokens(form),
    temperature: TEMPERATURE,
  });
  writeFileSync(join(folder, "Modelfile"), modelfile);
  return {
    next: [`ollama create ${adapter.name} -f ${join(out, "Modelfile")}`, `ollama run ${adapter.name}`],
    notes: [
      ...(isOwnFile
        ? []
        : [
            `Ollama's ${base} must be the very base that was trained on; a quantised one answers a little differently.`,
          ]),
      ...(text.exactTemplate
        ? []
        : [
            `The base's chat template is of the kind ${text.family.name} and not written exactly so; run the exam against Ollama before it serves.`,
          ]),
    ],
  };
}

async function writeVllmForm(form: FormToWrite): Promise<WrittenForm> {
  const { adapter, baseFolder, folder, out, base } = form;
  const source = join(adapter.folder, "adapter");
  for (const file of [LORA_CONFIG, LORA_WEIGHTS]) copyFileSync(join(source, file), join(folder, file));
  copyFileSync(join(baseFolder, TEMPLATE), join(folder, TEMPLATE));
  const config = parseLoraConfig(readFileSync(join(source, LORA_CONFIG), "utf8"), LORA_CONFIG);
  const script = join(folder, "serve.sh");
  const serving = {
    name: adapter.name,
    base: base ?? baseFolder,
    rank: maxLoraRank(config),
    contextTokens: await contextTokens(form),
    temperature: TEMPERATURE,
  };
  writeFileSync(script, renderVllmScript(serving));
  chmodSync(script, 0o755);
  return {
    next: [`sh ${join(out, "serve.sh")}`, loadRequest(adapter.name, out)],
    notes: [
      "The second command loads it into a server that runs already, with VLLM_ALLOW_RUNTIME_LORA_UPDATING=True: only in a network that you trust.",
    ],
  };
}

async function writeMergedForm({ adapter, baseFolder, folder, out, signal }: FormToWrite): Promise<WrittenForm> {
  await mergeLora({
    folder: join(adapter.folder, "adapter"),
    baseFolder,
    out: folder,
    ...(signal === undefined ? {} : { signal }),
  });
  return {
    next: [`vllm serve ${out}`],
    notes: ["Quantise it afterwards if need be, and run the exam again: that changes answers."],
  };
}

async function contextTokens({ baseFolder, wantedTokens }: FormToWrite): Promise<number> {
  return Math.min((await readModelConfig(baseFolder)).context, wantedTokens);
}
