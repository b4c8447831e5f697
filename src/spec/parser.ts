// From the bytes of a file to text with structure.
import type { Landmark, Metadata, TextFormat } from "./document.ts";

export type ParseLimits = {
  readonly maxBytes: number;
  /** Upper bound on the text that comes out, which also stops zip bombs. */
  readonly maxChars: number;
  readonly maxPages: number;
};

export type ParseInput = {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly limits: ParseLimits;
};

export type ParsedDocument = {
  readonly text: string;
  readonly format: TextFormat;
  readonly title?: string;
  readonly landmarks: readonly Landmark[];
  /** From the document itself (front matter, properties, mail headers). `acl`, when given, is kept apart. */
  readonly metadata: Metadata;
  readonly acl?: readonly string[];
  /** True where something is said about access and cannot be read, so that `acl` is nobody. */
  readonly aclIsBroken?: boolean;
  /** What a person should know: hidden text that was removed, pages that were skipped. */
  readonly warnings: readonly string[];
};

export type Parser = {
  /** Name and version, such as `markdown@1`: a new version re-parses what the old one read. */
  readonly id: string;
  readonly extensions: readonly string[];
  readonly mediaTypes: readonly string[];
  /** Throws a SchoolbookError with code `parse_failed` and the reason when the bytes are not readable. */
  parse(input: ParseInput): ParsedDocument | Promise<ParsedDocument>;
};
