// Path patterns of options: `*` and `?` stay within a segment, `**` spans segments, `{a,b}` and `[a-z]` choose.
import { z } from "zod";

export type GlobMatcher = {
  /** True when one of the patterns matches the path; segments are separated by `/`, none leads. */
  readonly matches: (path: string) => boolean;
  /** True when everything that could lie below this folder matches. */
  readonly covers: (folder: string) => boolean;
  /** True when something below this folder could match. */
  readonly reaches: (folder: string) => boolean;
};

/** Schema of one pattern, with the reason why a wrong one is refused. */
export const GLOB = z.string().superRefine((pattern, check) => {
  const trouble = troubleWith(pattern);
  if (trouble !== undefined) check.addIssue({ code: "custom", message: `${JSON.stringify(pattern)}: ${trouble}` });
});

const MAX_ALTERNATIVES = 256;

function troubleWith(pattern: string): string | undefined {
  if (trimSlashes(pattern) === "") return "a pattern names at least one file or folder";
  if (pattern.includes("\\")) return "write / between folders, and [*] for a star that is meant literally";
  if (pattern.split("/").some((segment) => segment === "." || segment === ".."))
    return "a pattern cannot hold . or .. as a folder";
  if (!isBalanced(pattern)) return "a { or [ is not closed";
  try {
    createGlobMatcher([pattern]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isBalanced(pattern: string): boolean {
  const bare = pattern.replaceAll(/\[[^\]/]+\]/gu, "");
  return !bare.includes("[") && !/[{}]/u.test(withoutBraces(bare));
}

function withoutBraces(pattern: string): string {
  const next = pattern.replaceAll(/\{[^{}]*\}/gu, "");
  return next === pattern ? pattern : withoutBraces(next);
}

/**
 * Compiles patterns. One whose last segment has no wildcard (`hr`) also covers what lies below it, and `hr/**` also
 * matches `hr` itself, so that a rule about a folder never misses part of it.
 */
export function createGlobMatcher(patterns: readonly string[]): GlobMatcher {
  const globs = patterns.flatMap(expandBraces).map(compile);
  return {
    matches: (path) => globs.some(({ expression }) => expression.test(`/${path}`)),
    covers: (folder) => globs.some(({ expression, isOpen }) => isOpen && expression.test(`/${folder}`)),
    reaches: (folder) => globs.some((glob) => reachesInto(folder, glob)),
  };
}

type Glob = {
  /** Matches paths with a slash put before them, so that `**` at the start may stand for no folder at all. */
  readonly expression: RegExp;
  /** True when all that lies below a match matches too. */
  readonly isOpen: boolean;
  /** The folders before the first wildcard: nothing outside them can match. */
  readonly root: string;
  /** How many segments a matching path has at most. */
  readonly depth: number;
};

function compile(pattern: string): Glob {
  const segments = trimSlashes(pattern).normalize("NFC").split("/");
  const isOpen = pattern.endsWith("/") || segments.at(-1) === "**" || !hasWildcard(segments.at(-1) ?? "");
  const lastNamed = segments.findLastIndex((segment) => segment !== "**");
  if (isOpen) segments.length = lastNamed + 1;
  const firstWild = segments.findIndex(hasWildcard);
  const root = firstWild === -1 ? segments : segments.slice(0, firstWild);
  const source = segments.map(segmentSource).join("") + (isOpen ? "(?:/.*)?" : "");
  const depth = isOpen || segments.includes("**") ? Number.POSITIVE_INFINITY : segments.length;
  return { expression: new RegExp(`^${source}$`, "su"), isOpen, root: root.join("/"), depth };
}

/** A pattern without `**` ends at its own depth: `*.md` is about no folder at all. */
function reachesInto(folder: string, { root, depth }: Glob): boolean {
  if (folder !== "" && folder.split("/").length >= depth) return false;
  return `${root}/`.startsWith(`${folder}/`) || isInside(folder, root);
}

function isInside(folder: string, root: string): boolean {
  return root === "" || folder === root || folder.startsWith(`${root}/`);
}

function segmentSource(segment: string): string {
  if (segment === "**") return "(?:/[^/]+)*";
  return `/${segment.replaceAll(/\[[^\]]+\]|[*]+|[^*]/gsu, pieceSource)}`;
}

function pieceSource(piece: string): string {
  if (piece.startsWith("*")) return "[^/]*";
  if (piece === "?") return "[^/]";
  if (piece.length > 2 && piece.startsWith("[")) return classSource(piece.slice(1, -1));
  return RegExp.escape(piece);
}

function classSource(members: string): string {
  const isNegated = /^[!^]/u.test(members);
  const plain = (isNegated ? members.slice(1) : members).replaceAll(/[\]\\[&~|^]/gu, "\\$&");
  return isNegated ? `[^/${plain}]` : `[${plain}]`;
}

function hasWildcard(segment: string): boolean {
  return /[*?[]/u.test(segment);
}

function trimSlashes(path: string): string {
  return path.replaceAll(/^\/+|\/+$/gu, "");
}

/** `a{b,c}d` becomes `abd` and `acd`; innermost braces first. */
function expandBraces(pattern: string): readonly string[] {
  const done: string[] = [];
  const open = [pattern];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [group, inner = ""] = /\{([^{}]*)\}/u.exec(next) ?? [];
    if (group === undefined) done.push(next);
    else for (const choice of inner.split(",")) open.push(next.replace(group, () => choice));
    if (done.length + open.length > MAX_ALTERNATIVES)
      throw new RangeError(`braces give more than ${MAX_ALTERNATIVES} patterns`);
  }
  return done;
}
