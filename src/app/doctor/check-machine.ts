// Checks of what the project stands on: Node, disk, other writers, models.
import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import { dirname } from "node:path";

import { toSchoolbookError } from "../../core/errors.ts";
import { lockHolder } from "../../core/lock.ts";
import type { EmbedderHandle } from "../project/create-embedder-handle.ts";
import type { Check } from "./check.ts";

const NEEDED = [24, 15] as const;

export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const enough = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
  if (enough) return { name: "node", status: "ok", message: version };
  const message = `${version} is too old; ${NEEDED.join(".")} is needed`;
  return { name: "node", status: "fail", message, remedy: "Install a newer one from https://nodejs.org." };
}

const LITTLE_BYTES = 500_000_000;

/** Whether the library's folder, or the nearest folder above it that exists, can be written to and has room. */
export function checkSpace(libraryPath: string): Check {
  let folder = dirname(libraryPath);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    const free = bavail * bsize;
    const message = `${(free / 1e9).toFixed(1)} GB free at ${folder}`;
    if (free >= LITTLE_BYTES) return { name: "disk", status: "ok", message };
    return {
      name: "disk",
      status: "warn",
      message,
      remedy: "Free some space, or name another place with library.path.",
    };
  } catch {
    // why: either failure, of permissions or of the file system, means the same to whoever asks.
    const remedy = "Check the folder's permissions, or name another with library.path.";
    return { name: "disk", status: "fail", message: `${folder} cannot be written to`, remedy };
  }
}

export function checkWriter(libraryPath: string): Check {
  try {
    return describeWriter(`${libraryPath}.lock`);
  } catch (thrown) {
    const { message, hint } = toSchoolbookError(thrown);
    return { name: "writer", status: "fail", message, remedy: hint };
  }
}

function describeWriter(lock: string): Check {
  const holder = existsSync(lock) ? lockHolder(lock) : undefined;
  if (holder === undefined) return { name: "writer", status: "ok", message: "nobody is writing to the library" };
  const since = new Date(holder.since).toISOString();
  return {
    name: "writer",
    status: "ok",
    message: `\`${holder.command}\` (process ${holder.pid}) has been writing since ${since}`,
  };
}

/** Whether the model that the settings name can be opened. */
export async function checkEmbedder(open: EmbedderHandle): Promise<Check> {
  const name = "embedder";
  try {
    const embedder = await open();
    if (embedder === undefined) return { name, status: "ok", message: "none is configured: searches go by words" };
    return { name, status: "ok", message: `${embedder.fingerprint}, ${embedder.dims} dimensions` };
  } catch (thrown) {
    const { message, hint } = toSchoolbookError(thrown);
    return { name, status: "fail", message, remedy: hint };
  }
}
