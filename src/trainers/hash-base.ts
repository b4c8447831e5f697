// What tells one base model's weights from another's.
import { createHash } from "node:crypto";
import { createReadStream, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import { SchoolbookError } from "../core/errors.ts";

/** SHA-256 of the safetensors file; of all of them in the order of their names, where there are several. */
export async function hashBase(folder: string): Promise<string> {
  const isThere = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  const names = isThere ? readdirSync(folder).filter((name) => name.endsWith(".safetensors")) : [];
  if (names.length === 0) {
    throw new SchoolbookError("not_found", `${folder} holds no model: there is no safetensors file.`, {
      hint: "Name the folder of a base model with config.json, safetensors and a tokenizer.",
    });
  }
  const hasher = createHash("sha256");
  for (const name of names.toSorted()) await pipeline(createReadStream(join(folder, name)), hasher, { end: false });
  return hasher.digest("hex");
}
