// What a trainer says of the data that an adapter was made from.
import { sha256 } from "../core/hash.ts";
import type { Acl } from "../spec/access.ts";
import type { TrainExample } from "../spec/training.ts";

/** Equal hash, equal rows in the same order. */
export function hashExamples(examples: readonly TrainExample[]): string {
  return sha256(examples.map(({ messages, weight, acl }) => JSON.stringify([messages, weight, acl])).join("\n"));
}

/** Each different list once: whoever the adapter serves has to be cleared for all of them. */
export function aclsOf(examples: readonly TrainExample[]): readonly Acl[] {
  const byText = new Map(examples.map(({ acl }) => [[...new Set(acl)].toSorted().join("\n"), acl]));
  return [...byText.entries()]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, acl]) => [...new Set(acl)].toSorted());
}
