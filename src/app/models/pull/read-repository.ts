// What the hub says about a repository: the commit that a revision stands for, and its files with sizes and hashes.
import { z } from "zod";

import { type Digest, parseDigest } from "../../../core/download/digest.ts";
import { fetchText, type FetchTextOptions } from "../../../core/download/fetch-text.ts";
import { SchoolbookError } from "../../../core/errors.ts";
import { closestName } from "../../closest-name.ts";
import type { HubReference } from "../cache/pull-reference.ts";
import { type HubAccess, hubQuestion } from "./hub-question.ts";

export type HubFile = {
  readonly path: string;
  readonly size: number | undefined;
  readonly digest: Digest | undefined;
};

export type Repository = {
  readonly commit: string;
  readonly isGated: boolean;
  readonly files: readonly HubFile[];
};

const SIZE = z.int().min(0);

// The hub's answers hold more than this; only what is used is looked at.
const ANSWER = z.object({
  sha: z.string().regex(/^[0-9a-f]{40,64}$/u),
  gated: z.union([z.boolean(), z.string()]).optional(),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: SIZE.nullish(),
      blobId: z.string().nullish(),
      lfs: z.object({ sha256: z.string().nullish(), oid: z.string().nullish(), size: SIZE.nullish() }).nullish(),
    }),
  ),
});

const REFS = z.object({
  branches: z.array(z.object({ name: z.string() })).default([]),
  tags: z.array(z.object({ name: z.string() })).default([]),
});

const MOST_BYTES = 64 * 1024 * 1024;

export type HubCall = Omit<FetchTextOptions, "maxBytes"> & HubAccess;

export async function readRepository(reference: HubReference, call: HubCall): Promise<Repository> {
  const { repo, revision } = reference;
  try {
    const path = `/api/models/${repo}/revision/${encodeURIComponent(revision)}?blobs=true`;
    const { sha, gated = false, siblings } = await ask(path, ANSWER, reference, call);
    return { commit: sha, isGated: gated !== false, files: siblings.map(toFile) };
  } catch (error) {
    if (isNoRevision(error)) throw await withRevisions(error, reference, call);
    throw error;
  }
}

type Sibling = z.output<typeof ANSWER>["siblings"][number];

/** Large files are known by their SHA-256, small ones by git's hash; what a hub masks or leaves out is simply not known. */
function toFile({ rfilename, size, blobId, lfs }: Sibling): HubFile {
  const isLarge = lfs !== null && lfs !== undefined;
  const digest = isLarge ? parseDigest(lfs.sha256 ?? lfs.oid) : parseDigest(blobId);
  return { path: rfilename, size: lfs?.size ?? size ?? undefined, digest };
}

async function ask<T>(path: string, schema: z.ZodType<T>, reference: HubReference, call: HubCall): Promise<T> {
  const { hub } = call;
  const question = hubQuestion(`${hub.endpoint}${path}`, reference, call);
  const text = await fetchText(question, { ...call, maxBytes: MOST_BYTES });
  const parsed = schema.safeParse(asJson(text));
  if (parsed.success) return parsed.data;
  throw new SchoolbookError("download_failed", `${hub.endpoint} does not answer like a model hub.`, {
    hint: "Check HF_ENDPOINT and downloads.hub; a proxy or login page may be answering in the hub's place.",
    details: { path, issue: parsed.error.issues[0]?.message },
  });
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // why: what is no JSON fails the schema like any other wrong answer.
    return undefined;
  }
}

function isNoRevision(error: unknown): error is SchoolbookError {
  return error instanceof SchoolbookError && error.details["errorCode"] === "RevisionNotFound";
}

/** Says which revisions there are, where the hub tells. */
async function withRevisions(error: SchoolbookError, reference: HubReference, call: HubCall): Promise<SchoolbookError> {
  const known = await revisionsOf(reference, call);
  if (known.length === 0) return error;
  const nearest = closestName(reference.revision, known);
  const hint = nearest === undefined ? `It has: ${known.slice(0, 20).join(", ")}.` : `Did you mean @${nearest}?`;
  return new SchoolbookError("not_found", error.message, { hint, details: { ...error.details, revisions: known } });
}

async function revisionsOf(reference: HubReference, call: HubCall): Promise<readonly string[]> {
  try {
    const { branches, tags } = await ask(`/api/models/${reference.repo}/refs`, REFS, reference, call);
    return [...branches, ...tags].map(({ name }) => name);
  } catch {
    // why: the list would only have made the message about the missing revision better.
    return [];
  }
}
