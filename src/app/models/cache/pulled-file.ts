// What a reference to a pulled model stands for where an engine is to open it: a file on this machine, or what to do first.
import { shownAddress } from "../../../core/shown-address.ts";
import { findCachedModel } from "./find-cached-model.ts";
import { parsePullReference } from "./pull-reference.ts";

export type PulledFile =
  | { readonly kind: "here"; readonly format: "gguf" | "onnx" | "other"; readonly path: string }
  /** In the words that engines use for what is missing. */
  | { readonly kind: "missing"; readonly what: string; readonly remedy: string };

export function pulledFile(reference: string, models: string): PulledFile {
  const model = findCachedModel(reference, models);
  if (model === undefined) {
    const { name } = parsePullReference(reference);
    return {
      kind: "missing",
      what: `the model file of ${name}`,
      remedy: `Run \`schoolbook models pull ${asArgument(shownAddress(reference))}\`.`,
    };
  }
  const [, ending = ""] = /\.([a-z]+)$/u.exec(model.main) ?? [];
  return { kind: "here", format: ending === "gguf" || ending === "onnx" ? ending : "other", path: model.main };
}

/** As it can be typed into a shell. */
function asArgument(text: string): string {
  return /^[\w@%+=:,./#-]+$/u.test(text) ? text : `'${text}'`;
}
