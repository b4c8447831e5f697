// When each file of a commit was last changed, from the history.
import { readGitParts, type Repository } from "./run-git.ts";

/** Histories longer than this cost more time than the dates are worth: older changes keep the revision's time. */
const MAX_COMMITS = 20_000;

/** Begins the line of each commit; no path has two slashes in a row. */
const STAMP = "//";

/** Times in milliseconds by path (as latin1, which keeps every byte), newest change of each path. */
export async function readFileTimes(
  repository: Repository,
  commit: string,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const args = [
    "log",
    "--no-ext-diff",
    "--no-textconv",
    "--no-renames",
    "--name-only",
    "-z",
    `--max-count=${MAX_COMMITS}`,
  ];
  const times = new Map<string, number>();
  let time = 0;
  for await (const part of readGitParts(repository, [...args, `--format=${STAMP}%ct`, commit], signal)) {
    const text = part.toString("latin1").replace(/^\n/u, "");
    if (text.startsWith(STAMP)) time = Number(text.slice(STAMP.length)) * 1000;
    else if (text !== "" && !times.has(text)) times.set(text, time);
  }
  return times;
}
