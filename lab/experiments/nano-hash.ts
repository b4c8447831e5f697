// Which weights of nano an experiment ran on: others give other figures.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const WEIGHTS = join(import.meta.dirname, "..", "..", "models", "nano", "model.safetensors");

export function nanoHash(): string {
  return createHash("sha256").update(readFileSync(WEIGHTS)).digest("hex").slice(0, 12);
}
