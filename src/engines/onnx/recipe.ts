// How the ONNX runtime comes onto a machine: its native library for this platform alone, and a tokenizer in JavaScript.
import type { EngineRecipe, Machine, PackageLock } from "../installing/engine-recipe.ts";
import lock from "./onnx-lock.json" with { type: "json" };

export const ONNX_VERSION = "1.30.0";
export const TOKENIZERS_VERSION = "0.2.0";

/** The machines that the package has libraries for. */
const MACHINES = ["darwin/arm64", "linux/arm64", "linux/x64", "win32/arm64", "win32/x64"];
const LIBRARIES = "onnxruntime-node/bin/napi-v6";

export const ONNX_RECIPE: EngineRecipe = {
  name: "onnx",
  version: ONNX_VERSION,
  purpose: "ONNX models on this machine, by the ONNX runtime: embedding and reranking",
  bytes: 48_000_000,
  packagesFor: (machine) => {
    if (!MACHINES.includes(placeOf(machine))) return undefined;
    return { "onnxruntime-node": ONNX_VERSION, "@huggingface/tokenizers": TOKENIZERS_VERSION };
  },
  lock: (): PackageLock => lock,
  // why: the one package holds the libraries of all systems, 240 MB of which are of no use on any one of them.
  drops: (machine) => MACHINES.filter((other) => other !== placeOf(machine)).map((other) => `${LIBRARIES}/${other}`),
  needs: (machine) => [
    "onnxruntime-node/dist/index.js",
    "onnxruntime-common/dist/cjs/index.js",
    "@huggingface/tokenizers/dist/tokenizers.mjs",
    `${LIBRARIES}/${placeOf(machine)}/onnxruntime_binding.node`,
  ],
};

function placeOf({ platform, arch }: Machine): string {
  return `${platform}/${arch}`;
}
