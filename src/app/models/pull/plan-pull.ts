// From a reference to a plan: which files, from where, how large, and what of it is here already.
import { statSync } from "node:fs";
import { join } from "node:path";

import { checkAddress, withoutQuery } from "../../../core/download/addresses.ts";
import type { Question } from "../../../core/download/ask-server.ts";
import type { Digest } from "../../../core/download/digest.ts";
import { clashingPaths, unsafeReason } from "../../../core/download/file-path.ts";
import { probeFile } from "../../../core/download/probe-file.ts";
import { SchoolbookError } from "../../../core/errors.ts";
import { FILES, versionFolder } from "../cache/model-folder.ts";
import { type ModelManifest, readManifest } from "../cache/model-manifest.ts";
import { type HubReference, type PullReference, type WebReference, webFileName } from "../cache/pull-reference.ts";
import { type Choice, chooseFiles } from "./choose-files.ts";
import { gatedError } from "./explain-refusal.ts";
import { hubQuestion, readAnnounced, tellsAll } from "./hub-question.ts";
import { type HubCall, readRepository } from "./read-repository.ts";

export type PlannedFile = {
  readonly path: string;
  readonly address: string;
  /** Undefined where the source does not tell. */
  readonly size: number | undefined;
  readonly digest: Digest | undefined;
  readonly isHere: boolean;
};

export type PullPlan = {
  readonly reference: PullReference;
  readonly source: ModelManifest["source"];
  /** Of this version of the model. */
  readonly folder: string;
  readonly files: readonly PlannedFile[];
};

export type PlanOptions = HubCall & {
  readonly models: string;
  readonly choice?: Choice | undefined;
};

const MOST_PROBES = 200;

export async function planPull(reference: PullReference, options: PlanOptions): Promise<PullPlan> {
  return reference.kind === "hub" ? planHub(reference, options) : planWeb(reference, options);
}

async function planHub(reference: HubReference, options: PlanOptions): Promise<PullPlan> {
  const { hub, models, choice } = options;
  const { repo, sha256 } = reference;
  const repository = await readRepository(reference, options);
  const chosen = chooseFiles(repository.files, reference, choice);
  requireSafe(
    chosen.map(({ path }) => path),
    reference,
  );
  if (sha256 !== undefined && chosen.length > 1) throw pinsMany(reference, chosen.length);
  const source = { kind: "hub", endpoint: hub.endpoint, repo, commit: repository.commit } as const;
  const folder = versionFolder(models, reference, repository.commit);
  const isHere = presence(folder, sha256);
  const files = chosen.map(({ path, size, digest }) => ({
    path,
    address: `${hub.endpoint}/${repo}/resolve/${repository.commit}/${path.split("/").map(encodeURIComponent).join("/")}`,
    size,
    digest: pinned(sha256) ?? digest,
    isHere: isHere(path),
  }));
  if (repository.isGated && hub.token === undefined && files.some((file) => !file.isHere)) throw gatedError(repo, hub);
  const question = (address: string): Question => ({ ...hubQuestion(address, reference, options), isEnough: tellsAll });
  return { reference, source, folder, files: await withSizes(files, question, options) };
}

/** Asks for the sizes that the list of files did not tell. */
async function withSizes(
  files: readonly PlannedFile[],
  question: (address: string) => Question,
  options: PlanOptions,
): Promise<readonly PlannedFile[]> {
  const known: PlannedFile[] = [];
  for (const file of files) {
    const isOpen = file.size === undefined && !file.isHere && known.length < MOST_PROBES;
    const limits = { ...options.limits, attempts: 2 };
    const told = isOpen ? await probeFile(question(file.address), { ...options, limits, readAnnounced }) : {};
    known.push({ ...file, size: file.size ?? told.size, digest: file.digest ?? told.digest });
  }
  return known;
}

async function planWeb(reference: WebReference, options: PlanOptions): Promise<PullPlan> {
  const { models, userAgent } = options;
  const { address, sha256 } = reference;
  const url = checkAddress(address, { allowPlain: sha256 !== undefined });
  const folder = versionFolder(models, reference, "");
  const path = webFileName(reference);
  const file = { path, address, size: undefined, digest: pinned(sha256), isHere: presence(folder, sha256)(path) };
  const question = (): Question => ({ address: url, headers: { "user-agent": userAgent } });
  const files = await withSizes([file], question, options);
  return { reference, source: { kind: "web", address: withoutQuery(address) }, folder, files };
}

function pinned(sha256: string | undefined): Digest | undefined {
  return sha256 === undefined ? undefined : { algorithm: "sha256", hex: sha256 };
}

/** Whether a file is noted as fetched, still has its size, and is the pinned one where there is a pin. */
export function presence(folder: string, sha256?: string): (path: string) => boolean {
  const files = new Map(readManifest(folder)?.files.map((file) => [file.path, file]));
  return (path) => {
    const known = files.get(path);
    if (known?.sha256 === undefined || (sha256 !== undefined && known.sha256 !== sha256)) return false;
    return statSync(join(folder, FILES, path), { throwIfNoEntry: false })?.size === known.size;
  };
}

/** Names come from whoever made the repository; none of them may lead out of the model's folder or onto another file. */
function requireSafe(paths: readonly string[], { name }: HubReference): void {
  for (const path of paths) {
    const reason = unsafeReason(path);
    if (reason !== undefined)
      throw new SchoolbookError(
        "input_invalid",
        `${name}: the file ${JSON.stringify(path)} is not fetched: ${reason}.`,
        {
          hint: "Leave it out with --exclude, or name the files that you need.",
          details: { path },
        },
      );
  }
  const [clash] = clashingPaths(paths);
  if (clash === undefined) return;
  const [one, other] = clash.map((path) => JSON.stringify(path));
  throw new SchoolbookError("input_invalid", `${name}: the files ${one} and ${other} would be one on some systems.`, {
    hint: "Leave one of them out with --exclude.",
    details: { paths: clash },
  });
}

function pinsMany({ name }: HubReference, count: number): SchoolbookError {
  return new SchoolbookError("input_invalid", `${name} stands for ${count} files, and a pin is the hash of one.`, {
    hint: "Leave #sha256=… out: each file is checked against the hash that the hub tells.",
  });
}
