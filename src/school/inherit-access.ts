// Who may be served by what was learnt from several rows: only those who might read the sources of each.
import type { Acl } from "../spec/access.ts";

/** What everybody may read asks for nothing; each other list has to be met. */
const EVERYBODY = "public";

export type InheritedAccess = {
  /** Any one of these is cleared for everything; empty: nobody is by one principal alone. */
  readonly acl: Acl;
  /** The different lists of the rows; whoever holds one principal of each is cleared too. */
  readonly each: readonly Acl[];
};

export function inheritAccess(lists: Iterable<Acl>): InheritedAccess {
  const different = new Map<string, Acl>();
  for (const acl of lists) {
    const sorted = [...new Set(acl)].toSorted();
    different.set(sorted.join("\n"), sorted);
  }
  const each = [...different.values()].filter((acl) => !acl.includes(EVERYBODY));
  const [first, ...others] = each;
  if (first === undefined) return { acl: different.size === 0 ? [] : [EVERYBODY], each: [] };
  return { acl: first.filter((principal) => others.every((acl) => acl.includes(principal))), each };
}
