// What a document says itself about who may read it; what cannot be understood means nobody, never "as if nothing had been said".

/** Of a parsed document: nothing, a list, or a list that nobody is on because what stands there cannot be read. */
export type SaidAccess = {
  readonly acl?: readonly string[];
  readonly aclIsBroken?: boolean;
};

/** The second half of the warning about a field or tag named `access`. */
export const MISNAMED_ACCESS = 'who may read is said by "acl". Nobody may read this document until it is.';

/** `access: [group:hr]` is meant as a list of readers, and taken for anything else it would leave the page open. */
export function isAccessMisnamed(key: string, value: unknown): boolean {
  if (key.trim().toLowerCase() !== "access") return false;
  return [value].flat().some((entry) => typeof entry === "string" && /^\s*(?:public\s*$|(?:user|group):)/u.test(entry));
}

/** Two places that both say it: nobody may whom one of them leaves out. */
export function narrowerAccess(one: SaidAccess, other: SaidAccess): SaidAccess {
  if (one.acl === undefined) return other;
  const { acl } = other;
  if (acl === undefined) return one;
  const isBroken = one.aclIsBroken === true || other.aclIsBroken === true;
  return { acl: one.acl.filter((principal) => acl.includes(principal)), ...(isBroken ? { aclIsBroken: true } : {}) };
}

/** A line such as `:acl: group:hr` (AsciiDoc, reStructuredText), `#+ACL: group:hr` (Org) or `% acl: group:hr`. */
const ACCESS_LINE =
  /^[ \t]*(?:[:%;*]|#\+?|\.\.|\/\/)?[ \t]*:?["']?(acl|access)["']?[ \t]*(?::|=|::)[ \t]*([^\n]{0,120})$/gimu;
const LINES_SEARCHED = 20;

/** True when a text whose markup is not read says near its top who may read it, or means to. */
export function mentionsReaders(text: string): boolean {
  const head = text.slice(0, 8192).split("\n", LINES_SEARCHED).join("\n");
  return [...head.matchAll(ACCESS_LINE)].some(([, key = "", value = ""]) =>
    // why: a sentence after "ACL:" explains the word; names or nothing after it are meant as a list.
    key.toLowerCase() === "acl"
      ? !/[.!?]\s*$|(?:\S+\s+){8}/u.test(value)
      : /(?:^|[\s[,"'])(?:public\s*$|(?:user|group):)/u.test(value),
  );
}
