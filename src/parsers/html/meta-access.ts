// `<meta name="acl" content="group:hr; user:ann">`: who may read a page, as front matter says it in Markdown.
import type { AccessTag } from "../reading/html/build-tree.ts";
import { isAccessMisnamed, MISNAMED_ACCESS, type SaidAccess } from "../reading/said-access.ts";

export type MetaAccess = { readonly access: SaidAccess; readonly warnings: readonly string[] };

/** A tag outside of the page's head may be part of what others wrote into it, and opens nothing. */
export function readMetaAccess(tags: readonly AccessTag[]): MetaAccess {
  const [tag, ...others] = tags.filter(({ name }) => name === "acl");
  if (tag === undefined) return readMisnamed(tags);
  const acl = namesIn(tag.content);
  if (others.length > 0) return nobody('The page has more than one meta tag "acl"');
  if (!tag.isInHead) return nobody('The meta tag "acl" does not stand in the page\'s head');
  if (acl.length === 0) return nobody('The meta tag "acl" names nobody');
  return { access: { acl }, warnings: [] };
}

function readMisnamed(tags: readonly AccessTag[]): MetaAccess {
  if (!tags.some(({ name, content }) => isAccessMisnamed(name, namesIn(content)))) return { access: {}, warnings: [] };
  return { access: { acl: [], aclIsBroken: true }, warnings: [`A meta tag says "access"; ${MISNAMED_ACCESS}`] };
}

function namesIn(content: string | undefined): readonly string[] {
  return (content ?? "").split(/[\s;,]+/u).filter((name) => name !== "");
}

function nobody(reason: string): MetaAccess {
  return { access: { acl: [], aclIsBroken: true }, warnings: [`${reason}; nobody may read this document.`] };
}
