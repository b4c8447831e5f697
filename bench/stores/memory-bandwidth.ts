// How fast one thread can read memory here and now: the floor under every exact scan.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { percentile } from "./statistics.ts";

const SOURCE = fileURLToPath(new URL("memory-bandwidth.c", import.meta.url));
const BINARY = ".bench/stores/memory-bandwidth";

export type Bandwidth = { readonly bytesPerMs: number; readonly method: string };

/** By a C program where there is gcc, otherwise by the C library's memchr through Buffer.indexOf. */
export function measureBandwidth(): Bandwidth {
  return {
    bytesPerMs: percentile(compiled() ? byProgram() : byMemchr(), 0.5) * 1e6,
    method: compiled() ? "C, gcc -O3" : "memchr",
  };
}

function compiled(): boolean {
  if (existsSync(BINARY) && statSync(BINARY).mtimeMs > statSync(SOURCE).mtimeMs) return true;
  try {
    mkdirSync(".bench/stores", { recursive: true });
    execFileSync("gcc", ["-O3", "-march=native", "-o", BINARY, SOURCE], { stdio: "ignore" });
    return true;
  } catch {
    // No compiler: memchr has to do.
    return false;
  }
}

function byProgram(): number[] {
  return execFileSync(BINARY, { encoding: "utf8" }).trim().split("\n").map(Number);
}

function byMemchr(): number[] {
  const block = Buffer.alloc(512 << 20, 1);
  return Array.from({ length: 5 }, () => {
    const start = performance.now();
    block.indexOf(2);
    return block.length / (performance.now() - start) / 1e6;
  });
}
