// Who may still read a document that cannot be had now, when the source's rules about access have changed meanwhile.
import { shortHash } from "../../core/hash.ts";
import type { Acl } from "../../spec/access.ts";
import type { ManifestEntry } from "../../spec/store.ts";

/** Stands at the end of a stored fingerprint and tells which access list the source gave at that time. */
export function accessMark(acl: Acl | undefined): string {
  return `@${shortHash(JSON.stringify(acl ?? []))}`;
}

/** The list to store, which lets nobody in who was out before; undefined when the stored one may stay as it is. */
export function narrowedAcl(entry: ManifestEntry, allowed: Acl | undefined): Acl | undefined {
  if (allowed === undefined || entry.fingerprint.endsWith(accessMark(allowed))) return undefined;
  if (allowed.includes("public")) return undefined;
  const narrowed = entry.acl.includes("public")
    ? allowed
    : entry.acl.filter((principal) => allowed.includes(principal));
  const isSame = narrowed.length === entry.acl.length && narrowed.every((principal) => entry.acl.includes(principal));
  return isSame ? undefined : narrowed.toSorted();
}
