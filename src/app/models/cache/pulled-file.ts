// What a reference to a pulled model stands for where an engine is to open it: a file on this machine, or what to do first.
import { findCachedModel } from "./find-cached-model.ts";

export type PulledFile =
  | { readonly kind: "here"; readonly format: "gguf" | "onnx" | "other"; readonly path: string }
  /** In the words that engines use for what is missing. */
  | { readonly kind: "missing"; readonly what: string; readonly remedy: string };

export function pulledFile(reference: string, models: string): PulledFile {
  const model = findCachedModel(reference, models);
  if (model === undefined)
    return {
      kind: "missing",
      what: `${reference}, which is not on this machine`,
      remedy: `\`schoolbook models pull ${reference}\``,
    };
  const [, ending = ""] = /\.([a-z]+)$/u.exec(model.main) ?? [];
  return { kind: "here", format: ending === "gguf" || ending === "onnx" ? ending : "other", path: model.main };
}
