// What a check of a contract suite comes back with: it passed, or it does not apply and says why.

export type SuiteOutcome = { readonly kind: "passed" } | { readonly kind: "skipped"; readonly reason: string };

export const PASSED: SuiteOutcome = { kind: "passed" };

export function skipped(reason: string): SuiteOutcome {
  return { kind: "skipped", reason };
}
