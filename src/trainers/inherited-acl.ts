// The access list that an adapter inherits from the rows that it was trained on.
import type { Acl } from "../spec/access.ts";

const EVERYBODY = "public";

/**
 * Principals that may read every one of the lists. Somebody who reads one list as a user and another as a member of a group is
 * left out too: a list has no way to say "both". Nobody where any list is empty.
 */
export function inheritedAcl(lists: readonly Acl[]): Acl {
  const closed = lists.filter((acl) => !acl.includes(EVERYBODY));
  const [first, ...rest] = closed;
  if (first === undefined) return lists.length === 0 ? [] : [EVERYBODY];
  return [...new Set(first)].filter((principal) => rest.every((acl) => acl.includes(principal))).toSorted();
}
