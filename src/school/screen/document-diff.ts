// The change that a document would make, line by line, for whoever approves it.

export type ProposedFile = {
  readonly path: string;
  /** Undefined: it is new. */
  readonly before: string | undefined;
  readonly after: string;
};

/** In the form of `diff -u`, as `patch` and `git apply` read it; empty where nothing changes. */
export function documentDiff({ path, before, after }: ProposedFile): string {
  if (before === after) return "";
  const [old, fresh] = [linesOf(before ?? ""), linesOf(after)];
  let start = 0;
  while (start < Math.min(old.length, fresh.length) && old[start] === fresh[start]) start += 1;
  let end = 0;
  const most = Math.min(old.length, fresh.length) - start;
  while (end < most && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end += 1;
  const from = Math.max(0, start - CONTEXT);
  const rest = Math.max(0, end - CONTEXT);
  const removed = old.slice(start, old.length - end);
  const added = fresh.slice(start, fresh.length - end);
  const context = fresh.slice(fresh.length - end, fresh.length - rest);
  return [
    `--- ${before === undefined ? "/dev/null" : `a/${path}`}`,
    `+++ b/${path}`,
    `@@ -${range(from, old.length - rest)} +${range(from, fresh.length - rest)} @@`,
    ...fresh.slice(from, start).map((line) => ` ${line}`),
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
    ...context.map((line) => ` ${line}`),
    "",
  ].join("\n");
}

const CONTEXT = 3;

function range(from: number, to: number): string {
  const length = to - from;
  return `${length === 0 ? from : from + 1},${length}`;
}

/** Our documents end with a line end. */
function linesOf(text: string): readonly string[] {
  return text === "" ? [] : text.replace(/\n$/u, "").split("\n");
}
