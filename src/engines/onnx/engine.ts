// ONNX models on this machine: `onnx:path/to/model.onnx`, or the folder that holds it, by the ONNX runtime in a process of its own.
import { isAbsolute, join } from "node:path";

import { toSchoolbookError } from "../../core/errors.ts";
import type { Engine, EngineContext, MissingPart, ModelReference, ModelStatus } from "../engine.ts";
import { enginesFolderOf, missingEngine } from "../installing/missing-engine.ts";
import { openOnnxEmbedder } from "./embedder.ts";
import { readModelFiles } from "./model-files.ts";
import type { OnnxOptions } from "./open-process.ts";
import { ONNX_RECIPE } from "./recipe.ts";
import { openOnnxReranker } from "./reranker.ts";

export const onnxEngine: Engine = {
  id: "onnx",
  schemes: ["onnx"],
  inspect: async (reference, context) => inspect(reference, context),
  embedder: async (reference, context) => {
    const { queryPrefix, documentPrefix, identity } = context.options;
    return openOnnxEmbedder({ ...optionsFor(reference, context), queryPrefix, documentPrefix, identity });
  },
  reranker: async (reference, context) => openOnnxReranker(optionsFor(reference, context)),
};

function inspect(reference: ModelReference, context: EngineContext): ModelStatus {
  const place = pathOf(reference, context);
  const missing = missingEngine(ONNX_RECIPE, context);
  try {
    const { roles, file } = readModelFiles(place);
    return { roles, missing, local: true, place: file };
  } catch (error) {
    const { message, hint } = toSchoolbookError(error);
    const part: MissingPart = { what: message, remedy: hint, fetchable: false };
    return { roles: ["embedder", "reranker"], missing: [...missing, part], local: true, place };
  }
}

function optionsFor(reference: ModelReference, context: EngineContext): OnnxOptions {
  const { runtime, options } = context;
  const { threads, maxTokens, memoryMb, timeoutMs } = options;
  const path = pathOf(reference, context);
  return {
    path,
    enginesFolder: enginesFolderOf(context),
    runtime,
    id: reference.text,
    threads,
    maxTokens,
    memoryMb,
    timeoutMs,
  };
}

function pathOf({ name }: ModelReference, { projectFolder }: EngineContext): string {
  return isAbsolute(name) ? name : join(projectFolder, name);
}
