// Holds a text to a pattern that a team wrote, with an end to patterns that would look at it for hours.
import { createContext, Script } from "node:vm";

export type PatternResult =
  | { readonly kind: "tested"; readonly matches: boolean }
  | { readonly kind: "unusable"; readonly reason: string };

const TIMEOUT_MS = 1000;
const TEST = new Script("new RegExp(given.pattern, given.flags).test(given.text)");

/** Every search begins at the start: `g` and `y`, which remember a place, are left out of the flags. */
export function testPattern(
  text: string,
  { pattern, flags = "u" }: { pattern: string; flags?: string },
): PatternResult {
  const given = { pattern, flags: flags.replaceAll(/[gy]/gu, ""), text };
  try {
    return { kind: "tested", matches: TEST.runInContext(createContext({ given }), { timeout: TIMEOUT_MS }) === true };
  } catch (error) {
    return { kind: "unusable", reason: messageOf(error) };
  }
}

/** Errors of another context are no instances of this one's. */
function messageOf(error: unknown): string {
  return typeof error === "object" && error !== null && "message" in error ? String(error.message) : String(error);
}
