// How a file of the hub is asked for, and what its answers say about it.
import { checkAddress } from "../../../core/download/addresses.ts";
import type { Question } from "../../../core/download/ask-server.ts";
import { parseDigest } from "../../../core/download/digest.ts";
import type { Announced } from "../../../core/download/read-reply.ts";
import type { HubReference } from "../cache/pull-reference.ts";
import { explainRefusal } from "./explain-refusal.ts";
import { hubHeaders, type HubSettings } from "./hub-settings.ts";

export type HubAccess = { readonly hub: HubSettings; readonly userAgent: string };

export function hubQuestion(address: string, reference: HubReference, { hub, userAgent }: HubAccess): Question {
  return {
    // why: whoever configured a hub without encryption knows what that means.
    address: checkAddress(address, { allowPlain: true }),
    headers: { "user-agent": userAgent },
    ownHeaders: hubHeaders(hub),
    explain: (refusal) => explainRefusal(refusal, reference, hub),
  };
}

/** The hub tells size and hash in its redirect; the storage server's own ETag looks like a SHA-256 and is none. */
export function readAnnounced(told: readonly Headers[]): Announced {
  const headers = told.find(tellsAll);
  const size = Number(headers?.get("x-linked-size") ?? Number.NaN);
  const digest = parseDigest(headers?.get("x-linked-etag"));
  return Number.isSafeInteger(size) ? { size, digest } : { digest };
}

/** Whether a redirect says what there is to know, so that it need not be followed for that. */
export function tellsAll(headers: Headers): boolean {
  return headers.has("x-linked-etag");
}
