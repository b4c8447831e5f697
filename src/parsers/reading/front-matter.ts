// Reads the YAML block that opens a page: metadata, title and who may read it.
import { isAlias, isMap, parseDocument } from "yaml";

import type { Metadata, MetadataValue } from "../../spec/document.ts";
import { isAccessMisnamed, MISNAMED_ACCESS, type SaidAccess } from "./said-access.ts";
import { readSimpleYaml } from "./simple-yaml.ts";

export type FrontMatter = {
  /** The text after the block. */
  readonly body: string;
  readonly title?: string;
  readonly metadata: Metadata;
  readonly access: SaidAccess;
  readonly warnings: readonly string[];
};

/** The YAML parser takes quadratic time on some nonsense: a third of a second at this length. */
const LONGEST = 32_768;
const LONGEST_SEARCHED = 1_000_000;
const DEEPEST = 100;
const MOST_ALIASES = 50;
const CLOSING = /^(?:---|\.\.\.)[ \t]*$/m;

/**
 * Takes the front matter off a text. Whatever is said about access and cannot be read means nobody, never "as if
 * nothing had been said": a slip of the pen must not publish a page.
 */
export function takeFrontMatter(text: string): FrontMatter {
  if (text.startsWith("+++\n")) return takeToml(text);
  if (!/^---[ \t]*\n/.test(text.slice(0, 64))) return withoutOpening(text);
  const start = text.indexOf("\n") + 1;
  const window = text.slice(start, start + LONGEST);
  const closing = CLOSING.exec(window);
  if (closing === null) return unclosed(text);
  const block = window.slice(0, closing.index);
  const end = start + closing.index + closing[0].length;
  const body = text.slice(text.charCodeAt(end) === 10 ? end + 1 : end);
  return readBlock({ block, body, text });
}

type Parts = { readonly block: string; readonly body: string; readonly text: string };

function readBlock({ block, body, text }: Parts): FrontMatter {
  const fields = readSimpleYaml(block) ?? readYaml(block);
  if (fields === "not a mapping")
    return mentionsAccess(block) ? unreadable(body, "it is no list of fields", block) : plain(text);
  if (typeof fields === "string") return unreadable(body, fields, block);
  return fromFields(fields, body);
}

function readYaml(block: string): ReadonlyMap<string, unknown> | string {
  if (nesting(block) > DEEPEST) return "it is nested too deeply";
  try {
    const document = parseDocument(block, {
      schema: "core",
      merge: false,
      resolveKnownTags: false,
      logLevel: "silent",
      prettyErrors: false,
    });
    const [error] = document.errors;
    if (error !== undefined) return error.message.split("\n")[0] ?? "it is not valid YAML";
    if (document.contents === null) return new Map();
    if (!isMap(document.contents) || isAlias(document.contents)) return "not a mapping";
    const value: unknown = document.toJS({ mapAsMap: true, maxAliasCount: MOST_ALIASES });
    if (!(value instanceof Map)) return "not a mapping";
    return new Map([...value].map(([key, entry]): [string, unknown] => [String(key), entry]));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Upper bound of the depth of a YAML text, without parsing it. */
function nesting(block: string): number {
  const flow = (block.match(/[[{]/g) ?? []).length;
  let deepest = 0;
  for (const dashes of block.match(/^(?:[ \t]*[-?:](?=[ \t\n]))+/gm) ?? []) {
    deepest = Math.max(deepest, (dashes.match(/[-?:]/g) ?? []).length);
  }
  const inline = (block.match(/(?:[-?:][ \t]+){20,}/g) ?? []).length > 0 ? DEEPEST + 1 : 0;
  return Math.max(flow > 2000 ? DEEPEST + 1 : 0, deepest, inline);
}

function fromFields(fields: ReadonlyMap<string, unknown>, body: string): FrontMatter {
  const metadata = new Map<string, MetadataValue>();
  const warnings: string[] = [];
  let title: string | undefined;
  let access: SaidAccess = {};
  for (const [key, value] of fields) {
    if (key.trim().toLowerCase() === "acl") access = access.acl === undefined ? readAcl(value, warnings) : NOBODY;
    else if (key === "title" && isScalar(value)) title = String(value).trim();
    else addMetadata({ metadata, warnings }, key, value);
  }
  if (access.acl === undefined && [...fields].some(([key, value]) => isAccessMisnamed(key, value))) {
    warnings.push(`The front matter says "access"; ${MISNAMED_ACCESS}`);
    access = NOBODY;
  }
  const named = title === undefined || title === "" ? {} : { title };
  return { body, ...named, metadata: Object.fromEntries(metadata), access, warnings };
}

const NOBODY: SaidAccess = { acl: [], aclIsBroken: true };

function readAcl(value: unknown, warnings: string[]): SaidAccess {
  if (typeof value === "string" && value.trim() !== "") return { acl: [value.trim()] };
  if (Array.isArray(value) && value.every((entry) => typeof entry === "string" && entry.trim() !== "")) {
    return { acl: value.map((entry) => String(entry).trim()) };
  }
  warnings.push('The front matter\'s "acl" is neither a name nor a list of names; nobody may read this document.');
  return NOBODY;
}

type Sink = { readonly metadata: Map<string, MetadataValue>; readonly warnings: string[] };

function addMetadata(sink: Sink, key: string, value: unknown, depth = 0): void {
  if (key === "__proto__" || value === null || value === undefined) return;
  if (isScalar(value)) sink.metadata.set(key, typeof value === "bigint" ? Number(value) : value);
  else if (Array.isArray(value) && value.every((entry) => isScalar(entry))) sink.metadata.set(key, value.map(String));
  else if (value instanceof Map && depth < 3) {
    for (const [inner, entry] of value) addMetadata(sink, `${key}.${String(inner)}`, entry, depth + 1);
  } else sink.warnings.push(`The front matter's "${key}" is nested and was not kept.`);
}

function isScalar(value: unknown): value is string | number | boolean | bigint {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value === "string" || typeof value === "boolean" || typeof value === "bigint";
}

function plain(text: string): FrontMatter {
  return { body: text, metadata: {}, access: {}, warnings: [] };
}

/** A blank line before it, a word after its dashes, no closing line: to its author it is front matter all the same. */
const MISTAKEN_OPENING = /^\s*(?:-{3,}|\+{3,}|;{3,})[^\n]*\n(?:[^\n]*\n){0,40}?[ \t{]*["']?acl["']?[ \t]*[:=]/i;

function withoutOpening(text: string): FrontMatter {
  const head = text.slice(0, 8192);
  return MISTAKEN_OPENING.test(head)
    ? unreadable(text, "its first or last line is not `---` alone", head)
    : plain(text);
}

function unreadable(body: string, reason: string, block: string): FrontMatter {
  const denied = mentionsAccess(block);
  const consequence = denied ? "; it mentions access, so nobody may read this document" : "";
  const warnings = [`The front matter could not be read (${reason})${consequence}.`];
  return { body, metadata: {}, access: denied ? NOBODY : {}, warnings };
}

function unclosed(text: string): FrontMatter {
  const head = text.slice(0, LONGEST_SEARCHED);
  if (!/^["']?acl["']?[ \t]*:/im.test(head)) return plain(text);
  return { ...unreadable(text, "its closing line is missing or too far down", head), body: text };
}

function takeToml(text: string): FrontMatter {
  const end = text.indexOf("\n+++", 3);
  if (end === -1 || end > LONGEST) return withoutOpening(text);
  const block = text.slice(4, end);
  const rest = text.slice(end + 4);
  const title = /^title[ \t]*=[ \t]*(["'])(.*)\1[ \t]*$/m.exec(block)?.[2];
  const body = rest.startsWith("\n") ? rest.slice(1) : rest;
  const result = unreadable(body, "only its title is read from TOML", block);
  return title === undefined ? result : { ...result, title };
}

function mentionsAccess(block: string): boolean {
  return /acl|\\x|\\u/i.test(block);
}
