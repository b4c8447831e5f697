// What lies beside an adapter's weights: what it was made from, whom it may serve, what was measured of it.
import { z } from "zod";

import type { Acl, Principals } from "../../spec/access.ts";

const checksSchema = z.strictObject({
  losses: z.array(z.number()),
  largestShift: z.number().optional(),
  heldOut: z
    .strictObject({
      rows: z.int(),
      curve: z.array(z.strictObject({ step: z.int(), loss: z.number() })),
      bestStep: z.int(),
    })
    .optional(),
  neutral: z.strictObject({ before: z.number(), after: z.number() }).optional(),
});

export const ADAPTER_MANIFEST = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  base: z.string(),
  /** Of the base's weights and of its chat template: it is served with no others. */
  baseHash: z.string(),
  templateHash: z.string(),
  dataHash: z.string(),
  /** Of the file that is loaded beside the base: another file in its place is not this adapter. */
  weightsHash: z.string(),
  /** One list for each kind of source; it serves only whoever is cleared for all. */
  acls: z.array(z.array(z.string())),
  /** Documents of the library that its rows were made from: they may be closed later. Absent in adapters from before they were kept. */
  sources: z.array(z.string()).optional(),
  trainer: z.string(),
  /** The resolved settings of the run. */
  settings: z.record(z.string(), z.number()),
  examples: z.int(),
  checks: checksSchema,
  madeAt: z.string(),
  /** Version of Schoolbook. */
  madeBy: z.string(),
});

export type AdapterManifest = z.output<typeof ADAPTER_MANIFEST>;

/** What decides who may have it. */
export type AdapterAccess = { readonly acls: readonly Acl[]; readonly sources?: readonly string[] | undefined };

/** An adapter can say anything that it was trained on: whoever asks must be cleared for every source. */
export function isClearedFor({ acls }: Pick<AdapterAccess, "acls">, principals: Principals): boolean {
  return acls.every((acl) => acl.some((principal) => principals.includes(principal)));
}
