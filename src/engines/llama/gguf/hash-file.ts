// Names a file by what is in it.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/** SHA-256 as 64 lower-case hex digits, read in pieces: a gigabyte takes about a second. */
export async function hashFile(path: string): Promise<string> {
  const hasher = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hasher);
  return hasher.digest("hex");
}
