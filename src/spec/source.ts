// Where documents come from: a folder, rows of a file, a web site, a git repository.
import type { ErrorReport } from "../core/errors.ts";
import type { Acl } from "./access.ts";
import type { DocumentId, Metadata } from "./document.ts";

export type SourceItem =
  | {
      readonly kind: "document";
      readonly id: DocumentId;
      readonly uri: string;
      readonly fileName: string;
      readonly mediaType?: string;
      readonly modifiedAt: number;
      /** Equal to the stored one means: not read again. Empty means: always read. */
      readonly fingerprint: string;
      /** From path rules or a column; front matter in the document itself overrides it. Undefined: nobody. */
      readonly acl: Acl | undefined;
      /** True where the document's author is not to be trusted with access: what it says itself may narrow `acl`, never widen it. */
      readonly aclIsCeiling?: boolean;
      readonly metadata: Metadata;
      readonly title?: string;
      read(signal?: AbortSignal): Promise<Uint8Array>;
    }
  /** It exists but cannot be had now: what the library holds of it is kept. */
  | { readonly kind: "failed"; readonly id: DocumentId; readonly uri: string; readonly error: ErrorReport }
  /** Something to remember for the next listing (a revision, validators); stored with the last commit of the sync. */
  | { readonly kind: "state"; readonly state: string };

export type ListOptions = {
  /** What the last complete listing asked to remember. */
  readonly state: string | undefined;
  readonly signal?: AbortSignal;
};

/** A rule about access that decides about no document: its pattern fits none, or rules before it decide about all that it fits. */
export type IdleRule = { readonly path: string; readonly reason: "unmatched" | "shadowed" };

/** The rules about access that a source is configured with. */
export type SourceRules = {
  /** Another one whenever the rules are others. */
  readonly digest: string;
  /** True where `accessOf` knows without a listing which rule holds; false where rows say it themselves, or links lead elsewhere. */
  readonly holdById: boolean;
  idle(documents: Iterable<DocumentId>): readonly IdleRule[];
};

export type Source = {
  readonly name: string;
  /** Absent where no rules are configured: then nothing can change about them either. */
  readonly rules?: SourceRules;
  /** Lists everything there is. What is not listed is deleted; a listing that throws deletes nothing. */
  list(options: ListOptions): AsyncIterable<SourceItem>;
  /**
   * Who may read a document by the source's rules alone, an empty list being nobody; undefined where only the document
   * tells. A closed rule then holds for what cannot be had now, too. Asked once a listing has told of the document or ended:
   * where rows say themselves who may read them, an unreadable row is closed.
   */
  accessOf?(id: DocumentId): Acl | undefined;
  /** Calls back soon after something may have changed; absent where a source can only be polled. */
  watch?(onChange: () => void, signal: AbortSignal): void;
};
