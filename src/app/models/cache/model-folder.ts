// Where a pulled model lies in the user's folder, and the lock of whoever changes it.
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { shortHash } from "../../../core/hash.ts";
import { acquireLock, type Lock, type LockHolder } from "../../../core/lock.ts";
import type { Runtime } from "../../../core/runtime.ts";
import { userFolder } from "../../../core/user-folder.ts";
import type { PullReference } from "./pull-reference.ts";

/** All models of a user; several projects share them. */
export function modelsFolder(env: Runtime["env"]): string {
  return join(userFolder(env), "models");
}

/** What a reference's versions lie below: one folder for each commit of a repository. */
export function sourceFolder(models: string, reference: PullReference): string {
  if (reference.kind === "hub") return join(models, "hf", ...reference.repo.split("/"));
  const host = new URL(reference.address).host.replaceAll(/[^\w.-]/gu, "_");
  return join(models, "web", host);
}

export function versionFolder(models: string, reference: PullReference, commit: string): string {
  const version = reference.kind === "hub" ? commit : shortHash(reference.address);
  return join(sourceFolder(models, reference), version);
}

/** Below a version: its files under their own names, and the halves of those on their way. */
export const FILES = "files";
export const PARTS = "parts";

export type ModelLockOptions = {
  readonly command: string;
  readonly runtime: Runtime;
  readonly waitMs: number;
  readonly onWait?: ((holder: LockHolder | undefined) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** One process at a time fetches or removes what comes from one repository or address. */
export async function lockModel(models: string, reference: PullReference, options: ModelLockOptions): Promise<Lock> {
  const folder = join(models, "locks");
  mkdirSync(folder, { recursive: true });
  const what = reference.kind === "hub" ? `hf:${reference.repo.toLowerCase()}` : reference.address;
  const protects = { name: reference.name, busy: "model_busy", being: "fetched" } as const;
  return acquireLock(join(folder, `${shortHash(what)}.lock`), { ...options, protects });
}
