// Opens an ONNX model: looks at its files and at the engine first, so that what is wrong is said before a process is started.
import { availableParallelism, totalmem } from "node:os";
import { basename } from "node:path";

import type { Runtime } from "../../core/runtime.ts";
import { createEngineProcess, type EngineProcess } from "../child/engine-process.ts";
import { requireInstalled } from "../installing/installed-engine.ts";
import { type Facts, FACTS, type Settings } from "./messages.ts";
import { type OnnxModelFiles, readModelFiles } from "./model-files.ts";
import { ONNX_RECIPE } from "./recipe.ts";

export type OnnxOptions = {
  /** Absolute path of an ONNX file, or of a folder that holds one. */
  readonly path: string;
  /** Where optional engines are installed. */
  readonly enginesFolder: string;
  readonly runtime: Runtime;
  /** What the model is called; default `onnx:` and the file's name. */
  readonly id?: string | undefined;
  readonly threads?: number | undefined;
  /** Tokens of a text that count; no more than the model takes in. */
  readonly maxTokens?: number | undefined;
  readonly memoryMb?: number | undefined;
  /** How long one request may take. */
  readonly timeoutMs?: number | undefined;
};

export type OnnxProcess = EngineProcess<Facts> & {
  readonly id: string;
  readonly files: OnnxModelFiles;
  readonly maxTokens: number;
  readonly loaded: Facts;
};

/** Of the machine's memory, what the process may use by default. */
const MACHINE_SHARE = 0.8;

/** Starts the process and loads the model. */
export async function openOnnxProcess(options: OnnxOptions, role: Settings["role"]): Promise<OnnxProcess> {
  const engineFolder = requireInstalled(ONNX_RECIPE, options.enginesFolder);
  const files = readModelFiles(options.path);
  const settings = settingsFor(options, { role, engineFolder, files });
  const engine = createEngineProcess({
    what: basename(files.file),
    entry: new URL("worker/program", import.meta.url),
    settings,
    env: options.runtime.env,
    facts: FACTS,
    memoryMb: settings.memoryMb,
    requestMs: options.timeoutMs,
  });
  try {
    const { id = `onnx:${basename(files.file)}` } = options;
    return { ...engine, id, files, maxTokens: settings.maxTokens, loaded: await engine.facts() };
  } catch (error) {
    await engine[Symbol.asyncDispose]();
    throw error;
  }
}

type Opening = { readonly role: Settings["role"]; readonly engineFolder: string; readonly files: OnnxModelFiles };

function settingsFor(options: OnnxOptions, { role, engineFolder, files }: Opening): Settings {
  const { file, tokenizerFile, tokenizerConfig, pooling } = files;
  return {
    role,
    engineFolder,
    file,
    tokenizerFile,
    ...(tokenizerConfig === undefined ? {} : { tokenizerConfig }),
    pooling,
    threads: Math.min(options.threads ?? 1, availableParallelism()),
    memoryMb: options.memoryMb ?? Math.round((machineBytes() * MACHINE_SHARE) / 1e6),
    maxTokens: Math.min(options.maxTokens ?? files.maxTokens, files.maxTokens),
  };
}

/** What a container may use, where that is less than the machine has. */
function machineBytes(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
