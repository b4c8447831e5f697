// A model in the cache as a pull would leave it, without a pull.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { FILES, versionFolder } from "../../src/app/models/cache/model-folder.ts";
import { type ModelManifest, writeManifest } from "../../src/app/models/cache/model-manifest.ts";
import { parsePullReference, type PullReference } from "../../src/app/models/cache/pull-reference.ts";
import { sha256 } from "../../src/core/hash.ts";

const COMMIT = "c".repeat(40);

/** Gives the folder that its files lie in. */
export function putPulledModel(
  models: string,
  reference: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): string {
  const parsed = parsePullReference(reference);
  const folder = versionFolder(models, parsed, COMMIT);
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, FILES, path)), { recursive: true });
    writeFileSync(join(folder, FILES, path), bytes);
  }
  writeManifest(folder, {
    version: 1,
    source: sourceOf(parsed),
    files: Object.entries(files).map(([path, bytes]) => ({
      path,
      size: Buffer.byteLength(bytes),
      sha256: sha256(bytes),
    })),
    pulls: [{ name: parsed.name, files: Object.keys(files), at: "2026-01-01T00:00:00.000Z" }],
  });
  return join(folder, FILES);
}

function sourceOf(parsed: PullReference): ModelManifest["source"] {
  if (parsed.kind === "web") return { kind: "web", address: parsed.name };
  return { kind: "hub", endpoint: "https://huggingface.co", repo: parsed.repo, commit: COMMIT };
}
