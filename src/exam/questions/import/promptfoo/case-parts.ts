// What a test case of promptfoo is made of, with the place of each part.
import type { LeftOut } from "../imported.ts";

/** A part of a file: where it stands, what it is called there, what it says. */
export type Part = {
  readonly file: string;
  readonly line: number;
  readonly field: string;
  readonly value: unknown;
};

export type TestCase = {
  /** The whole case. */
  readonly at: Omit<Part, "value">;
  readonly description: string | undefined;
  readonly vars: readonly (Part & { readonly name: string })[];
  /** Its own and those that hold for every case. */
  readonly asserts: readonly Part[];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** What is said beside these. */
  readonly others: readonly Part[];
};

export function leave({ file, line, field, value }: Part, reason: string): LeftOut {
  return { file, line, field, ...(value === undefined ? {} : { value }), reason };
}
