// Who may read a row: its own column first, then the rules by key; what cannot be read is closed.
import type { Acl } from "../../spec/access.ts";
import type { DocumentId } from "../../spec/document.ts";
import type { SourceRules } from "../../spec/source.ts";
import { createAccess, describeRules } from "../access-rules.ts";
import type { RowsOptions } from "./options.ts";
import type { Row } from "./parse-row.ts";
import { readAcl } from "./row-facts.ts";

export type RowAccess = {
  /** Undefined where neither the row nor a rule says anything, which is nobody. */
  readonly of: (row: Row, key: string) => Acl | undefined;
  /** Forgets what the listing before found. */
  readonly begin: () => void;
  /** A row of this key is there and cannot be read; `acl` is what can still be told of who may read it. */
  readonly close: (key: string, acl?: Acl) => void;
  /** Any document that was not listed may be one of the rows that cannot be told apart. */
  readonly closeUnlisted: () => void;
  readonly accessOf: (id: DocumentId) => Acl | undefined;
};

/**
 * Without an access column the rules hold for every key, readable or not. With one, only a row that can be read tells who
 * may read it: one that has become unreadable may have been closed by the very same change.
 */
export function createRowAccess(name: string, options: RowsOptions): RowAccess {
  const rules = createAccess(options.access);
  const unreadable = new Map<string, Acl>();
  let unlisted: Acl | undefined;
  const byColumn = (key: string): Acl | undefined => unreadable.get(key) ?? unlisted;
  const byRules = (key: string): Acl => rules(key) ?? [];
  const accessOf = options.acl === undefined ? byRules : byColumn;
  return {
    of: (row, key) => readAcl(row, options) ?? rules(key),
    begin() {
      unreadable.clear();
      unlisted = undefined;
    },
    close: (key, acl = []) => unreadable.set(key, acl),
    closeUnlisted: () => (unlisted = []),
    accessOf: (id) => accessOf(id.slice(name.length + 1)),
  };
}

/** Which column says who may read a row is part of the rules. */
export function rowRules(name: string, { access, acl }: RowsOptions): SourceRules {
  const column = acl === undefined ? {} : { besides: acl };
  return describeRules({ name, rules: access, holdById: acl === undefined, ...column });
}
