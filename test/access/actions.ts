// What can happen to a library, as data that fast-check can make up and shrink.
import * as fc from "fast-check";

import type { Metadata } from "../../src/spec/document.ts";

export type Action =
  | {
      readonly kind: "put";
      readonly id: string;
      readonly text: string;
      readonly acl: string[];
      readonly metadata: Metadata;
    }
  | { readonly kind: "acl"; readonly id: string; readonly acl: string[] }
  | { readonly kind: "metadata"; readonly id: string; readonly metadata: Metadata }
  | { readonly kind: "delete"; readonly id: string }
  | { readonly kind: "rename"; readonly from: string; readonly to: string }
  | { readonly kind: "reindex"; readonly id: string }
  | { readonly kind: "rebuild"; readonly switch: boolean }
  | { readonly kind: "activate"; readonly nth: number }
  | { readonly kind: "drop"; readonly nth: number }
  | { readonly kind: "reopen" };

export const PRINCIPALS = ["public", "user:ann", "user:bob", "group:cooks", "group:waiters"] as const;
export const WORDS = ["apple", "pear", "fig", "plum", "lime", "kiwi", "date", "soup"] as const;
export const IDS = ["a", "b", "c", "d", "e", "f"] as const;

const id = fc.constantFrom(...IDS);
const acl = fc.array(fc.constantFrom(...PRINCIPALS), { maxLength: 3 });
const metadata = fc.record(
  { state: fc.constantFrom("open", "closed"), year: fc.integer({ min: 1, max: 3 }) },
  { requiredKeys: [] },
);
const paragraph = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 }).map((words) => words.join(" "));
const text = fc.array(paragraph, { minLength: 1, maxLength: 3 }).map((paragraphs) => paragraphs.join("\n\n"));
const nth = fc.nat({ max: 3 });

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("put" as const), id, text, acl, metadata }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("acl" as const), id, acl }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("metadata" as const), id, metadata }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("delete" as const), id }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("rename" as const), from: id, to: id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("reindex" as const), id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("rebuild" as const), switch: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("activate" as const), nth }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("drop" as const), nth }) },
  { weight: 1, arbitrary: fc.constant({ kind: "reopen" as const }) },
);

/** Steps of a library's life; each step is one commit of one to three actions, or one change of generations. */
export const LIFE: fc.Arbitrary<readonly (readonly Action[])[]> = fc.array(
  fc.array(action, { minLength: 1, maxLength: 3 }),
  { minLength: 1, maxLength: 14, size: "max" },
);
