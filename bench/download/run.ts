// How fast a file comes in, hashed and synced to the disk, beside curl, which does neither; in turns, on loopback.
// node bench/download/run.ts [--megabytes 512] [--rounds 7] [--folder /tmp]
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";

import { downloadFile } from "../../src/core/download/download-file.ts";
import { systemRuntime } from "../../src/core/runtime.ts";

const { values } = parseArgs({
  options: {
    megabytes: { type: "string", default: "512" },
    rounds: { type: "string", default: "7" },
    folder: { type: "string", default: tmpdir() },
  },
});
const WANTED = 0.8;
const bytes = Number(values.megabytes) * 1024 * 1024;
const folder = mkdtempSync(join(values.folder, "schoolbook-bench-"));
const path = join(folder, "model.bin");
const server = spawn(process.execPath, [join(import.meta.dirname, "server.ts"), values.megabytes], {
  stdio: ["ignore", "pipe", "inherit"],
});

const CONTESTANTS: Readonly<Record<string, (address: string) => Promise<void>>> = {
  curl: async (address) => void execFileSync("curl", ["-sS", "-o", path, address]),
  "curl, sync, SHA-256": async (address) => {
    execFileSync("curl", ["-sS", "-o", path, address]);
    execFileSync("sync", [path]);
    await hashFile(path);
  },
  ours: async (address) => void (await downloadFile({ address, path, size: bytes }, { runtime: systemRuntime() })),
};

try {
  const [said]: unknown[] = await once(server.stdout, "data");
  const address = String(said).trim();
  const rates = new Map(Object.keys(CONTESTANTS).map((name) => [name, [] as number[]]));
  for (let round = 0; round <= Number(values.rounds); round++) {
    for (const [name, fetchIt] of Object.entries(CONTESTANTS)) {
      const rate = await timed(fetchIt, address);
      if (round > 0) rates.get(name)?.push(rate); // why: the first round warms up
    }
  }
  print(rates);
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest("hex");
}

async function timed(fetchIt: (address: string) => Promise<void>, address: string): Promise<number> {
  rmSync(path, { force: true });
  execFileSync("sync");
  const started = performance.now();
  await fetchIt(address);
  const rate = bytes / 1e3 / (performance.now() - started);
  if (statSync(path).size !== bytes) throw new Error("a file came in short");
  return rate;
}

function print(rates: ReadonlyMap<string, readonly number[]>): void {
  const curl = rates.get("curl") ?? [];
  console.log(`${values.megabytes} MiB, ${values.rounds} rounds in turns, MB/s`);
  for (const [name, own] of rates) {
    const ratios = own.map((rate, round) => rate / (curl[round] ?? Number.NaN));
    const [low, high] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2));
    const best = `best ${Math.max(...own).toFixed(0)}`;
    console.log(
      `${name.padEnd(24)}${median(own).toFixed(0).padStart(6)}  ${best.padEnd(11)}${median(ratios).toFixed(2)} × curl (${low} to ${high})`,
    );
  }
  const ratio = median((rates.get("ours") ?? []).map((rate, round) => rate / (curl[round] ?? Number.NaN)));
  console.log(ratio >= WANTED ? `PASS ≥ ${WANTED} × curl` : `FAIL ≥ ${WANTED} × curl`);
  process.exitCode = ratio >= WANTED ? 0 : 1;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2;
}
