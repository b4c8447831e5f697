// What school made a model forget: by how much its loss on neutral text rose, as far as it knew anything of it.
import type { Schooled } from "./climb-report.ts";

/**
 * With a loss above that of guessing a model knows nothing of a text, and there is nothing that it could forget: what lies above is
 * left out of the rise, and told as what it could be at most.
 */
export function forgettingOf(
  { before, after }: { readonly before: number; readonly after: number },
  vocabulary: number,
): Required<Pick<Schooled, "forgetting" | "forgettingAtMost">> {
  const guessing = Math.log(vocabulary);
  const forgetting = Math.min(after, guessing) - Math.min(before, guessing);
  return { forgetting, forgettingAtMost: Math.max(forgetting, after - before) };
}
