// Pulled models as an engine: `hf:org/name:file` and addresses, run by the engine that their file is for.
import { join } from "node:path";

import { SchoolbookError, toSchoolbookError } from "../../../core/errors.ts";
import type { Engine, EngineContext, MissingPart, ModelReference } from "../../../engines/engine.ts";
import { llamaEngine } from "../../../engines/llama/engine.ts";
import { onnxEngine } from "../../../engines/onnx/engine.ts";
import { pulledFile } from "./pulled-file.ts";

const ENGINE_OF_FORMAT = { gguf: llamaEngine, onnx: onnxEngine } as const;

export const pulledEngine: Engine = {
  id: "pulled",
  schemes: ["hf", "https", "http"],
  inspect: async (reference, context) => {
    const found = locate(reference, context);
    if (found.kind === "here") return found.engine.inspect(found.reference, context);
    // why: which part it can play is told by the file that is not here.
    return { roles: ["chat", "embedder", "reranker"], missing: [found.part], local: true };
  },
  chat: async (reference, context) => {
    const { engine, reference: file } = located(reference, context);
    return (await engine.chat?.(file, context)) ?? cannot(reference, "chat");
  },
  embedder: async (reference, context) => {
    const { engine, reference: file } = located(reference, context);
    return (await engine.embedder?.(file, context)) ?? cannot(reference, "embed");
  },
  reranker: async (reference, context) => {
    const { engine, reference: file } = located(reference, context);
    return (await engine.reranker?.(file, context)) ?? cannot(reference, "rerank");
  },
};

type Here = { readonly kind: "here"; readonly engine: Engine; readonly reference: ModelReference };
type Located = Here | { readonly kind: "missing"; readonly part: MissingPart };

function locate({ text }: ModelReference, { cacheFolder }: EngineContext): Located {
  try {
    const file = pulledFile(text, join(cacheFolder, "models"));
    if (file.kind === "missing") return missing({ what: file.what, remedy: file.remedy, fetchable: true });
    if (file.format !== "other") {
      const engine = ENGINE_OF_FORMAT[file.format];
      return { kind: "here", engine, reference: { text, scheme: engine.id, name: file.path } };
    }
    const what = `an engine for ${file.path}`;
    return missing({ what, remedy: "Pull the model's GGUF or ONNX file instead.", fetchable: false });
  } catch (error) {
    // why: a reference that is no reference, or a damaged cache, is told beside whatever else is missing.
    const { message, hint } = toSchoolbookError(error);
    return missing({ what: message, remedy: hint, fetchable: false });
  }
}

function missing(part: MissingPart): Located {
  return { kind: "missing", part };
}

function located(reference: ModelReference, context: EngineContext): Here {
  const found = locate(reference, context);
  if (found.kind === "here") return found;
  const { what, remedy } = found.part;
  throw new SchoolbookError("model_not_ready", `Missing: ${what}.`, { hint: remedy });
}

function cannot({ text }: ModelReference, what: string): never {
  throw new SchoolbookError("config_invalid", `The file of ${text} cannot ${what}.`, {
    hint: "Chat models are GGUF files; embedders and rerankers are GGUF or ONNX files.",
  });
}
