// Names weights by what they are.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** One short hash over the contents of all files, in their order. */
export async function hashFiles(paths: readonly string[]): Promise<string> {
  const all = createHash("sha256");
  for (const path of paths) {
    const one = createHash("sha256");
    await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), one);
    all.update(one.digest());
  }
  return all.digest("hex").slice(0, 32);
}
