// The note beside a pulled model: where it comes from, which of its files are here and what they hash to.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { SchoolbookError } from "../../../core/errors.ts";

const DIGEST = z.strictObject({ algorithm: z.enum(["sha256", "git-sha1"]), hex: z.string() });

const FILE = z.strictObject({
  /** Below the folder of files. */
  path: z.string(),
  /** Undefined until it is here, where the source did not tell. */
  size: z.int().min(0).optional(),
  /** What the source told beforehand. */
  digest: DIGEST.optional(),
  /** Of the bytes that are here; undefined: not here yet. */
  sha256: z.string().optional(),
});

const SOURCE = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("hub"),
    endpoint: z.string(),
    repo: z.string(),
    commit: z.string(),
  }),
  z.strictObject({ kind: z.literal("web"), address: z.string() }),
]);

const MANIFEST = z.strictObject({
  version: z.literal(1),
  source: SOURCE,
  files: z.array(FILE),
  /** What was asked for by which name, the newest last. */
  pulls: z.array(z.strictObject({ name: z.string(), files: z.array(z.string()), at: z.string() })),
});

export type ModelManifest = z.output<typeof MANIFEST>;

export type ManifestFile = z.output<typeof FILE>;

const NAME = "model.json";

/** Undefined when there is none; throws when it cannot be understood. */
export function readManifest(folder: string): ModelManifest | undefined {
  const path = join(folder, NAME);
  const text = readOr(path);
  if (text === undefined) return undefined;
  const parsed = MANIFEST.safeParse(asJson(text));
  if (parsed.success) return parsed.data;
  throw new SchoolbookError("input_invalid", `${path} is damaged, or was written by a newer version of Schoolbook.`, {
    hint: `Update Schoolbook, or delete ${folder} and pull the model again.`,
    details: { path },
  });
}

/** A kill leaves the old manifest or the new one. */
export function writeManifest(folder: string, manifest: ModelManifest): void {
  const path = join(folder, NAME);
  writeFileSync(`${path}.new`, `${JSON.stringify(manifest, undefined, 2)}\n`, { flush: true });
  renameSync(`${path}.new`, path);
}

function readOr(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
      return undefined;
    throw error;
  }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // why: a torn manifest and one of another form are told apart by nobody.
    return undefined;
  }
}
