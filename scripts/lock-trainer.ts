// `node scripts/lock-trainer.ts`: writes trainer/requirements-{cpu,cuda}.txt, every file by its hash, with `uv` (pip install uv) on the PATH.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = new URL("../trainer/", import.meta.url);
const OLDEST_PYTHON = "3.11";
const BITSANDBYTES = "bitsandbytes==0.50.2";

/** PyTorch's build for Linux loads CUDA's libraries also where there is no card; these few it does without. */
const NOT_ON_CPU = new Set([
  "triton",
  "cuda-bindings",
  "cuda-pathfinder",
  "cuda-toolkit",
  "nvidia-cusolver",
  "nvidia-nvtx",
]);

const wanted = readFileSync(new URL("requirements.in", FOLDER), "utf8");
write(
  "cpu",
  blocksOf(lock(wanted)).filter((block) => !NOT_ON_CPU.has(nameOf(block))),
);
write("cuda", blocksOf(lock(`${wanted}${BITSANDBYTES} ; sys_platform != 'darwin'\n`)));

function lock(input: string): string {
  const args = ["pip", "compile", "-", "--universal", "--generate-hashes", "--python-version", OLDEST_PYTHON];
  const { status, stdout, stderr } = spawnSync("uv", [...args, "--no-header", "--no-annotate", "--quiet"], {
    input,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`uv ended with code ${status}: ${stderr}`);
  return stdout;
}

/** A package with its hashes is one block. */
function blocksOf(text: string): readonly string[] {
  return text.trim().split(/\n(?=[a-z])/u);
}

function nameOf(block: string): string {
  return block.split("==")[0] ?? "";
}

function write(flavour: string, blocks: readonly string[]): void {
  const head = "# Written by scripts/lock-trainer.ts from requirements.in; Python 3.11 to 3.14.\n";
  writeFileSync(fileURLToPath(new URL(`requirements-${flavour}.txt`, FOLDER)), `${head}${blocks.join("\n")}\n`);
}
