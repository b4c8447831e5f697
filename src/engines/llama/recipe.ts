// How llama.cpp comes onto a machine: node-llama-cpp with the one package of native code that fits, and nothing else.
import type { EngineRecipe, Machine, PackageLock } from "../installing/engine-recipe.ts";
import lock from "./llama-lock.json" with { type: "json" };

export const LLAMA_VERSION = "3.22.1";

/** Packages of native code, the folder of their binaries within, by Node's names of platform and processor. */
const NATIVE: Readonly<Record<string, string>> = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "linux-arm": "linux-armv7l",
  "linux-riscv64": "linux-riscv64",
  // why: Apple silicon has no build without Metal; with no layers on the GPU it computes on the processor.
  "darwin-arm64": "mac-arm64-metal",
  "darwin-x64": "mac-x64",
  "win32-x64": "win-x64",
  "win32-arm64": "win-arm64",
};

export const LLAMA_RECIPE: EngineRecipe = {
  name: "llama",
  version: LLAMA_VERSION,
  purpose: "GGUF models on this machine, by llama.cpp: chat, embedding, reranking, LoRA adapters",
  bytes: 78_000_000,
  packagesFor: (machine) => {
    const native = nativeName(machine);
    return native === undefined
      ? undefined
      : { "node-llama-cpp": LLAMA_VERSION, [`@node-llama-cpp/${native}`]: LLAMA_VERSION };
  },
  lock: (): PackageLock => lock,
  needs: (machine) => [
    "node-llama-cpp/dist/index.js",
    "node-llama-cpp/dist/bindings/Llama.js",
    "@huggingface/jinja/package.json",
    nativeFile(machine),
  ],
};

/** The native library, from node_modules on. */
export function nativeFile(machine: Machine): string {
  const native = nativeName(machine) ?? "";
  return `@node-llama-cpp/${native}/bins/${native}/llama-addon.node`;
}

function nativeName({ platform, arch }: Machine): string | undefined {
  return NATIVE[`${platform}-${arch}`];
}
