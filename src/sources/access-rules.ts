// Who may read a document, by its path: the first rule of the list that matches decides.
import { z } from "zod";

import { isPrincipal, PRINCIPAL_FORM } from "../core/principal.ts";
import type { Acl } from "../spec/access.ts";
import type { DocumentId } from "../spec/document.ts";
import { createGlobMatcher, GLOB } from "./glob.ts";

const PRINCIPAL = z.string().refine(isPrincipal, {
  error: ({ input }) => `${JSON.stringify(input)} is not a principal; write ${PRINCIPAL_FORM}`,
});

const ACCESS_RULE = z.strictObject({
  path: GLOB.describe("Pattern of the paths that the rule is about, such as `hr/**`"),
  allow: z.array(PRINCIPAL).describe("Who may read them: `public`, `user:NAME`, `group:NAME`; an empty list is nobody"),
});

/** The `access` option that every kind of source has. */
export const ACCESS_RULES = z
  .array(ACCESS_RULE)
  .default([])
  .describe("Who may read what, by path: the first rule that matches decides, and where none does, nobody may");

export type AccessRules = z.output<typeof ACCESS_RULES>;

/**
 * Gives a path its access list: the first rule that matches decides, so narrow rules stand before wide ones. Undefined,
 * which is nobody, when none matches.
 */
export function createAccess(rules: AccessRules): (path: string) => Acl | undefined {
  const compiled = rules.map(({ path, allow }) => ({ matcher: createGlobMatcher([path]), allow }));
  return (path) => {
    // why: patterns are compared in NFC, and a key or name spelled otherwise must not slip past a narrow rule.
    const plain = path.normalize("NFC");
    return compiled.find(({ matcher }) => matcher.matches(plain))?.allow;
  };
}

/** A source's `accessOf`: by the path that the id holds after the source's name. */
export function accessById(name: string, aclOf: (path: string) => Acl | undefined): (id: DocumentId) => Acl {
  return (id) => aclOf(id.slice(name.length + 1)) ?? [];
}
