// One item of a source: unchanged, changed around its text, a new text, or a failure.
import { type ErrorReport, toSchoolbookError } from "../../core/errors.ts";
import { hashParts, hashText, sha256 } from "../../core/hash.ts";
import { isPrincipal, PRINCIPAL_FORM } from "../../core/principal.ts";
import type { Acl } from "../../spec/access.ts";
import type { Document } from "../../spec/document.ts";
import type { ParsedDocument } from "../../spec/parser.ts";
import type { SourceItem } from "../../spec/source.ts";
import type { DocumentTouch, ManifestEntry } from "../../spec/store.ts";
import { accessMark } from "./narrow-access.ts";

export type ListedDocument = Extract<SourceItem, { kind: "document" }>;

export type ParseDocument = (input: {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly mediaType?: string;
}) => Promise<ParsedDocument & { readonly parser: string }>;

export type ReadContext = {
  readonly source: string;
  readonly parse: ParseDocument;
  /** Ids of the parsers in force: a document read by another one is parsed again. */
  readonly parsers: ReadonlySet<string>;
  readonly signal: AbortSignal | undefined;
};

/** Why nobody may read a document: nothing says who may, what says so cannot be read, or it is meant. */
export type ClosedBy = "nothing said" | "broken" | "meant";

export type ReadItem =
  | { readonly kind: "unchanged"; readonly id: string }
  | {
      readonly kind: "touch";
      readonly touch: DocumentTouch;
      readonly warnings: readonly string[];
      readonly document?: Document;
      readonly closedBy?: ClosedBy;
    }
  | {
      readonly kind: "document";
      readonly document: Document;
      readonly isNew: boolean;
      readonly warnings: readonly string[];
      readonly closedBy?: ClosedBy;
    }
  | {
      readonly kind: "failed";
      readonly id: string;
      readonly uri: string;
      readonly error: ErrorReport;
      readonly accessChanged: boolean;
    };

/** Reads and parses no more than it must to find out what has changed. */
export async function readItem(
  item: ListedDocument,
  entry: ManifestEntry | undefined,
  context: ReadContext,
): Promise<ReadItem> {
  const facts = listedFacts(item);
  const fingerprint = `${item.fingerprint}#${facts}`;
  const parserIsCurrent = entry !== undefined && context.parsers.has(entry.parser);
  if (parserIsCurrent && item.fingerprint !== "" && entry.fingerprint === fingerprint)
    return { kind: "unchanged", id: item.id };
  const sameFacts = entry?.fingerprint.endsWith(`#${facts}`) === true;
  try {
    const bytes = await item.read(context.signal);
    const contentHash = sha256(bytes);
    if (parserIsCurrent && sameFacts && entry.contentHash === contentHash) {
      if (entry.fingerprint === fingerprint && entry.modifiedAt === item.modifiedAt)
        return { kind: "unchanged", id: item.id };
      return { kind: "touch", touch: { id: item.id, fingerprint, modifiedAt: item.modifiedAt }, warnings: [] };
    }
    const parsed = await context.parse({
      bytes,
      fileName: item.fileName,
      ...(item.mediaType === undefined ? {} : { mediaType: item.mediaType }),
    });
    const made = makeDocument({ item, parsed, contentHash, fingerprint, source: context.source });
    const { document } = made;
    if (entry?.textHash === document.textHash) return { kind: "touch", touch: touchOf(document), ...made };
    return { kind: "document", ...made, isNew: entry === undefined };
  } catch (error) {
    context.signal?.throwIfAborted();
    const report = toSchoolbookError(error).toJSON();
    return {
      kind: "failed",
      id: item.id,
      uri: item.uri,
      error: report,
      accessChanged: entry !== undefined && !sameFacts,
    };
  }
}

/** Hash of what the source says about a document besides its bytes, so that a changed access rule is noticed. */
function listedFacts(item: ListedDocument): string {
  const { acl, metadata, title, uri, fileName, mediaType } = item;
  const facts = JSON.stringify([acl ?? null, metadata, title ?? null, uri, fileName, mediaType ?? null]);
  return hashParts([facts]) + accessMark(acl);
}

type Material = {
  readonly item: ListedDocument;
  readonly parsed: ParsedDocument & { readonly parser: string };
  readonly contentHash: string;
  readonly fingerprint: string;
  readonly source: string;
};

function makeDocument({ item, parsed, contentHash, fingerprint, source }: Material): {
  readonly document: Document;
  readonly warnings: readonly string[];
  readonly closedBy?: ClosedBy;
} {
  const { acl, warnings } = effectiveAcl(grantedAcl(item, parsed.acl));
  const { text, format, landmarks } = parsed;
  const title = item.title ?? parsed.title ?? titleFromFileName(item.fileName);
  const document: Document = {
    id: item.id,
    source,
    uri: item.uri,
    title,
    mediaType: item.mediaType ?? "",
    format,
    text,
    landmarks,
    metadata: { ...item.metadata, ...parsed.metadata },
    acl,
    contentHash,
    textHash: hashText({ title, format, landmarks, text }),
    fingerprint,
    parser: parsed.parser,
    modifiedAt: item.modifiedAt,
  };
  const isBroken = parsed.aclIsBroken === true || warnings.length > 0;
  return {
    document,
    warnings: [...parsed.warnings, ...warnings],
    ...(acl.length > 0 ? {} : { closedBy: closedBy(item.acl ?? parsed.acl, isBroken) }),
  };
}

function closedBy(said: Acl | undefined, isBroken: boolean): ClosedBy {
  if (said === undefined) return "nothing said";
  return isBroken ? "broken" : "meant";
}

/** What the document says about its own access goes before the source's rule, within the ceiling where there is one. */
function grantedAcl(item: ListedDocument, own: Acl | undefined): Acl {
  const rule = item.acl ?? [];
  if (own === undefined) return rule;
  if (item.aclIsCeiling !== true || rule.includes("public")) return own;
  return own.filter((principal) => rule.includes(principal));
}

function effectiveAcl(listed: Acl): { readonly acl: Acl; readonly warnings: readonly string[] } {
  const wrong = listed.filter((principal) => !isPrincipal(principal));
  const acl = [...new Set(listed.filter(isPrincipal))].toSorted();
  const warnings = wrong.map(
    (principal) => `${JSON.stringify(principal)} is not a principal and grants nothing; write ${PRINCIPAL_FORM}`,
  );
  return { acl, warnings };
}

function touchOf(document: Document): DocumentTouch {
  const { id, acl, metadata, uri, fingerprint, contentHash, mediaType, parser, modifiedAt } = document;
  return { id, acl, metadata, uri, fingerprint, contentHash, mediaType, parser, modifiedAt };
}

function titleFromFileName(fileName: string): string {
  const base = fileName.slice(fileName.lastIndexOf("/") + 1);
  const stem = base.replace(/\.[^.]+$/u, "");
  return (stem === "" ? base : stem).replaceAll(/[-_]+/gu, " ");
}
