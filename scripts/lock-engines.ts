// `node scripts/lock-engines.ts`: writes the lock files of the optional engines, after a change of their versions.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { z } from "zod";

import { LLAMA_VERSION } from "../src/engines/llama/recipe.ts";
import { ONNX_VERSION, TOKENIZERS_VERSION } from "../src/engines/onnx/recipe.ts";

const LOCK = z.object({
  lockfileVersion: z.int(),
  packages: z.record(z.string(), z.looseObject({ optionalDependencies: z.record(z.string(), z.string()).optional() })),
});

type Lock = z.output<typeof LOCK>;
type Entry = Record<string, unknown>;

writeLock("llama", { "node-llama-cpp": LLAMA_VERSION }, withPlatforms);
writeLock(
  "onnx",
  { "onnxruntime-node": ONNX_VERSION, "@huggingface/tokenizers": TOKENIZERS_VERSION },
  withoutInstaller,
);

function writeLock(
  engine: string,
  dependencies: Readonly<Record<string, string>>,
  entriesOf: (packages: Lock["packages"]) => readonly (readonly [place: string, entry: Entry])[],
): void {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-lock-"));
  try {
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
    const args = ["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"];
    const { status } = spawnSync("npm", args, { cwd: folder, stdio: "inherit" });
    if (status !== 0) throw new Error(`npm ended with code ${status}`);
    const { lockfileVersion, packages } = LOCK.parse(
      JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8")),
    );
    const kept = entriesOf(packages).map(([place, entry]): [string, Entry] => {
      const { resolved: _address, optionalDependencies: _optional, license: _license, ...rest } = entry;
      return [place, rest];
    });
    const sorted = Object.fromEntries(kept.toSorted(([a], [b]) => (a < b ? -1 : 1)));
    const file = fileURLToPath(new URL(`../src/engines/${engine}/${engine}-lock.json`, import.meta.url));
    writeFileSync(file, `${JSON.stringify({ lockfileVersion, packages: sorted }, undefined, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** npm leaves packages out that the registry at hand does not carry; they are named here without a checksum. */
function withPlatforms(packages: Lock["packages"]): readonly (readonly [string, Entry])[] {
  const kept = Object.entries(packages).filter(([place]) => place !== "" && !place.includes("@reflink"));
  const known = new Set(kept.map(([place]) => place));
  const wanted = packages["node_modules/node-llama-cpp"]?.optionalDependencies ?? {};
  const missing = Object.entries(wanted)
    .filter(([name]) => !known.has(`node_modules/${name}`))
    .map(([name, version]): [string, Entry] => [`node_modules/${name}`, { version, optional: true }]);
  return [...kept, ...missing];
}

/** What onnxruntime-node needs besides its own types serves an install script that is never run. */
function withoutInstaller(packages: Lock["packages"]): readonly (readonly [string, Entry])[] {
  const kept = ["@huggingface/tokenizers", "onnxruntime-common", "onnxruntime-node"];
  return kept.map((name) => {
    const { hasInstallScript: _script, dependencies: _all, ...entry } = packages[`node_modules/${name}`] ?? {};
    const own = name === "onnxruntime-node" ? { dependencies: { "onnxruntime-common": ONNX_VERSION } } : {};
    return [`node_modules/${name}`, { ...entry, ...own }];
  });
}
