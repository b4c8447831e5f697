// Opens a GGUF file: looks at it and at the engine first, so that what is wrong is said before a process is started.
import { availableParallelism, totalmem } from "node:os";
import { basename } from "node:path";

import type { Runtime } from "../../core/runtime.ts";
import { createEngineProcess, type EngineProcess } from "../child/engine-process.ts";
import { requireInstalled } from "../installing/installed-engine.ts";
import { type ModelCard, modelCard } from "./gguf/model-card.ts";
import { readGgufHeader } from "./gguf/read-header.ts";
import { type Facts, FACTS, type Settings } from "./messages.ts";
import { LLAMA_RECIPE } from "./recipe.ts";

export type LlamaOptions = {
  /** Absolute path of a GGUF file. */
  readonly file: string;
  /** Where optional engines are installed. */
  readonly enginesFolder: string;
  readonly runtime: Runtime;
  /** What the model is called; default `llama:` and the file's name. */
  readonly id?: string | undefined;
  readonly threads?: number | undefined;
  readonly contextTokens?: number | undefined;
  /** Conversations at the same time. */
  readonly concurrency?: number | undefined;
  readonly memoryMb?: number | undefined;
  readonly gpu?: boolean | undefined;
  /** Contexts with a LoRA adapter that are kept, each as large as the model's own. */
  readonly adaptersKept?: number | undefined;
  /** How long one request may take. */
  readonly timeoutMs?: number | undefined;
  /** How long a working process may show no sign of life. */
  readonly silentMs?: number | undefined;
};

export type LlamaProcess = EngineProcess<Facts> & {
  readonly id: string;
  readonly file: string;
  readonly loaded: Facts;
};

const DEFAULT_CONCURRENCY = 4;
const ADAPTERS_KEPT = 2;
const DEFAULT_TOKENS = 8192;
/** Of the memory that the process may use, what conversations may take by default. */
const CONTEXT_SHARE = 0.25;
/** Of the machine's memory, what the process may use by default. */
const MACHINE_SHARE = 0.8;

/** Starts the process and loads the model. */
export async function openLlamaProcess(options: LlamaOptions, role: Settings["role"]): Promise<LlamaProcess> {
  const { file, enginesFolder, runtime, id = `llama:${basename(file)}` } = options;
  const engineFolder = requireInstalled(LLAMA_RECIPE, enginesFolder);
  const settings = settingsFor(options, { role, engineFolder, card: modelCard(readGgufHeader(file)) });
  const engine = createEngineProcess({
    what: basename(file),
    entry: new URL("worker/program", import.meta.url),
    settings,
    env: runtime.env,
    facts: FACTS,
    memoryMb: settings.memoryMb,
    requestMs: options.timeoutMs,
    silentMs: options.silentMs,
  });
  try {
    return { ...engine, id, file, loaded: await engine.facts() };
  } catch (error) {
    await engine[Symbol.asyncDispose]();
    throw error;
  }
}

type Opening = { readonly role: Settings["role"]; readonly engineFolder: string; readonly card: ModelCard };

function settingsFor(options: LlamaOptions, { role, engineFolder, card }: Opening): Settings {
  const { file, contextTokens, adaptersKept = ADAPTERS_KEPT, gpu = false } = options;
  const memoryMb = options.memoryMb ?? Math.round((machineBytes() * MACHINE_SHARE) / 1e6);
  return {
    role,
    engineFolder,
    file,
    threads: Math.min(options.threads ?? 1, availableParallelism()),
    gpu,
    memoryMb,
    sequences: options.concurrency ?? sequencesFor(card, contextTokens, memoryMb),
    adaptersKept,
    ...(contextTokens === undefined ? {} : { contextTokens }),
  };
}

/** What a container may use, where that is less than the machine has. */
function machineBytes(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

function sequencesFor(
  { bytesPerToken, trainedTokens }: ModelCard,
  wanted: number | undefined,
  memoryMb: number,
): number {
  const tokens = wanted ?? Math.min(trainedTokens ?? DEFAULT_TOKENS, DEFAULT_TOKENS);
  const fitting = Math.floor((memoryMb * 1e6 * CONTEXT_SHARE) / Math.max(1, tokens * bytesPerToken));
  return Math.max(1, Math.min(DEFAULT_CONCURRENCY, fitting));
}
