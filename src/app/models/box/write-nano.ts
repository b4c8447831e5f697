// The chat model in the box as a GGUF file: written from its weights when it is first needed, kept in the user's folder.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { SchoolbookError } from "../../../core/errors.ts";
import type { Runtime } from "../../../core/runtime.ts";
import { isDiskFull } from "../../../core/write-failure.ts";
import { VERSION } from "../../version.ts";

/** Where the package keeps its weights, from source and from `dist` alike. */
export const NANO_FOLDER: string = fileURLToPath(new URL("../../../../models/nano/", import.meta.url));

const SOURCES = ["model.safetensors", "config.json", "tokenizer.json", "chat_template.jinja"] as const;

/** The format that the model's card gives figures for. */
const CONVERSION = { format: "F16", name: "nano" } as const;

export type NanoOptions = {
  /** The folder of weights. */
  readonly source: string;
  /** The user's folder of models. */
  readonly models: string;
  readonly runtime: Pick<Runtime, "newId">;
};

/** What of the weights is not there; a package that was cut down, or a clone without them. */
export function missingWeights(source: string): readonly string[] {
  return SOURCES.filter((name) => !existsSync(join(source, name)));
}

/**
 * The file's path, named after what is in it: other weights, another writer or another format is another file. Whoever
 * writes at the same time writes a file of its own, and the last one stays.
 */
export async function writeNano({ source, models, runtime }: NanoOptions): Promise<string> {
  const folder = join(models, "nano");
  const file = join(folder, `nano-${hashOf(source)}-${CONVERSION.format.toLowerCase()}.gguf`);
  try {
    if (await isWhole(source, file)) return file;
    mkdirSync(folder, { recursive: true });
    await writeByDraft(source, join(folder, `${runtime.newId()}.new`), file);
    return file;
  } catch (cause) {
    if (cause instanceof SchoolbookError) throw cause;
    throw notWritten(folder, cause);
  }
}

/** A full disk or a broken copy leaves less than all of a file under a name that promises it. */
async function isWhole(source: string, file: string): Promise<boolean> {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return false;
  const { convertedBytes } = await import("../../../weights/convert-to-gguf.ts");
  return found.size === (await convertedBytes({ folder: source, ...CONVERSION }));
}

async function writeByDraft(source: string, draft: string, file: string): Promise<void> {
  // why: most programs never open this model.
  const { convertToGguf } = await import("../../../weights/convert-to-gguf.ts");
  try {
    await convertToGguf({ folder: source, out: draft, ...CONVERSION });
    renameSync(draft, file);
  } finally {
    for (const left of [draft, `${draft}.part`]) rmSync(left, { force: true });
  }
}

function hashOf(source: string): string {
  const hasher = createHash("sha256").update(VERSION);
  for (const name of SOURCES) hasher.update(readFileSync(join(source, name)));
  return hasher.digest("hex").slice(0, 16);
}

function notWritten(folder: string, cause: unknown): SchoolbookError {
  const isFull = isDiskFull(cause);
  const message = `nano could not be written to ${folder}${isFull ? ": the disk is full" : ""}.`;
  return new SchoolbookError(isFull ? "storage_full" : "storage_readonly", message, {
    hint: isFull ? "Free about 10 MB." : "Check the folder's permissions, or name another with SCHOOLBOOK_HOME.",
    cause,
  });
}
