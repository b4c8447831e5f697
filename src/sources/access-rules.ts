// Who may read a document, by its path: the first rule of the list that matches decides.
import { z } from "zod";

import { shortHash } from "../core/hash.ts";
import { isPrincipal, PRINCIPAL_FORM } from "../core/principal.ts";
import type { Acl } from "../spec/access.ts";
import type { DocumentId } from "../spec/document.ts";
import type { IdleRule, SourceRules } from "../spec/source.ts";
import { createGlobMatcher, GLOB } from "./glob.ts";
import { unmarkedPath } from "./steady-name.ts";

const PRINCIPAL = z.string().refine(isPrincipal, {
  error: ({ input }) => `${JSON.stringify(input)}: no principal; write ${PRINCIPAL_FORM}`,
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
  const compiled = compile(rules);
  return (path) => {
    const plain = plainPath(path);
    return compiled.find(({ matcher }) => matcher.matches(plain))?.allow;
  };
}

function compile(rules: AccessRules) {
  return rules.map(({ path, allow }) => ({ path, matcher: createGlobMatcher([path]), allow }));
}

/** Patterns are compared in NFC, and a key or name spelled otherwise must not slip past a narrow rule. */
function plainPath(path: string): string {
  return path.normalize("NFC");
}

/** A source's `accessOf`: by the path that the id holds after the source's name. */
export function accessById(name: string, aclOf: (path: string) => Acl | undefined): (id: DocumentId) => Acl {
  return (id) => {
    const path = id.slice(name.length + 1);
    const plain = unmarkedPath(path);
    const acl = aclOf(path) ?? [];
    // why: whether a mark was made or stands in the name itself cannot be told from an id.
    return plain === undefined ? acl : narrower(acl, aclOf(plain) ?? []);
  };
}

function narrower(one: Acl, other: Acl): Acl {
  if (one.includes("public")) return other;
  return other.includes("public") ? one : one.filter((principal) => other.includes(principal));
}

export type RulesOptions = {
  /** Of the source. */
  readonly name: string;
  readonly rules: AccessRules;
  /** What else decides about access, such as the name of a column. */
  readonly besides?: string;
  readonly holdById: boolean;
  /** From what an id holds after the source's name to the path that rules see. */
  readonly pathOf?: (rest: string) => string;
};

/** A source's `rules`. */
export function describeRules(options: RulesOptions): SourceRules {
  const { name, rules, besides, holdById, pathOf = (rest: string) => rest } = options;
  return {
    digest: shortHash(JSON.stringify([rules, besides ?? null])),
    holdById,
    idle: (documents) =>
      idleRules(
        rules,
        pathsOf(documents, (id) => pathOf(id.slice(name.length + 1))),
      ),
  };
}

function* pathsOf(documents: Iterable<DocumentId>, pathOf: (id: DocumentId) => string): Generator<string> {
  for (const id of documents) {
    const path = pathOf(id);
    yield plainPath(unmarkedPath(path) ?? path);
  }
}

/** A rule for everything, which stands last and may be left without documents, is not a mistake. */
const EVERYTHING = "**";

function idleRules(rules: AccessRules, paths: Iterable<string>): readonly IdleRule[] {
  const open = new Set(compile(rules));
  const compiled = [...open];
  const shadowed = new Set<string>();
  for (const path of paths) {
    if (open.size === 0) return [];
    const matching = compiled.filter(({ matcher }) => matcher.matches(path));
    for (const [place, rule] of matching.entries()) {
      if (place === 0) open.delete(rule);
      else shadowed.add(rule.path);
    }
  }
  return [...open]
    .map(({ path }): IdleRule => ({ path, reason: shadowed.has(path) ? "shadowed" : "unmatched" }))
    .filter(({ path, reason }) => reason === "unmatched" || path !== EVERYTHING);
}
