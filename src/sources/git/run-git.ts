// Runs git so that nothing in the repository's own settings can make it run other programs or reach the network.
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { dirname } from "node:path";
import type { Readable, Writable } from "node:stream";

import { SchoolbookError } from "../../core/errors.ts";

export type Repository = {
  /** Absolute, without links. */
  readonly path: string;
  /** How the source is called in messages. */
  readonly what: string;
  readonly env: Readonly<Record<string, string | undefined>>;
};

export type GitProcess = {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** Resolves when git has ended well; rejects with what it complained of. */
  readonly ended: Promise<void>;
};

const SAFE = ["core.hooksPath=/dev/null", "core.fsmonitor=false", "log.showSignature=false", "core.pager=cat"];

/** What git may know of the environment: where it is, who runs it, and the user's own settings. */
const PASSED = ["PATH", "HOME", "XDG_CONFIG_HOME", "USERPROFILE", "SystemRoot", "TMPDIR", "TEMP"];

/** Starts git in the repository; arguments that come from options have to be checked before. */
export function startGit(repository: Repository, args: readonly string[], signal?: AbortSignal): GitProcess {
  const settings = SAFE.flatMap((setting) => ["-c", setting]);
  const child = spawn("git", ["--no-pager", ...settings, "-C", repository.path, ...args], {
    env: environment(repository),
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
    ...(signal === undefined ? {} : { signal }),
  });
  const complaints: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    if (complaints.length < 20) complaints.push(text);
  });
  child.stdin.on("error", () => undefined); // why: a git that ends early breaks the pipe; `ended` says why it ended
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  child.on("error", (error) => reject(signal?.aborted === true ? error : cannotStart(repository, error)));
  child.on("close", (code) => (code === 0 ? resolve() : reject(refused(repository, complaints.join("")))));
  ended.catch(() => undefined); // why: whoever reads the output awaits it, but perhaps only later
  return { child, ended };
}

function environment({ path, env }: Repository): Record<string, string | undefined> {
  return {
    ...Object.fromEntries(PASSED.map((name) => [name, env[name]])),
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    // why: in a partial clone git would fetch what is missing, through programs that the repository names.
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
    // why: without it git would look for a repository in the folders above.
    GIT_CEILING_DIRECTORIES: dirname(path),
  };
}

/** Everything that git prints. */
export async function readGit(repository: Repository, args: readonly string[], signal?: AbortSignal): Promise<Buffer> {
  const { child, ended } = startGit(repository, args, signal);
  child.stdin.end();
  const parts: Buffer[] = [];
  for await (const part of child.stdout) parts.push(part);
  await ended;
  return Buffer.concat(parts);
}

/** What git prints, cut at NUL bytes. */
export async function* readGitParts(
  repository: Repository,
  args: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const { child, ended } = startGit(repository, args, signal);
  child.stdin.end();
  try {
    let rest = Buffer.alloc(0);
    for await (const chunk of child.stdout) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let from = 0;
      for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, from)) {
        yield bytes.subarray(from, end);
        from = end + 1;
      }
      rest = bytes.subarray(from);
    }
    if (rest.length > 0) yield rest;
    await ended;
  } finally {
    child.kill();
  }
}

function cannotStart({ what }: Repository, cause: Error): SchoolbookError {
  return new SchoolbookError("source_unreachable", `${what} cannot be read: the program git could not be started.`, {
    hint: "Install git, and check that it is on the PATH. Nothing of this source was changed.",
    cause,
  });
}

function refused({ what, path }: Repository, complaint: string): SchoolbookError {
  const text = complaint.trim().split("\n")[0] ?? "";
  const hint = complaint.includes("dubious ownership")
    ? `The repository belongs to another user. If you trust it: git config --global --add safe.directory ${path}`
    : "Check the repository's path and the revision; nothing of this source was changed.";
  return new SchoolbookError("source_unreachable", `${what} cannot be read: ${text || "git gave up without a word"}.`, {
    hint,
    details: { path },
  });
}
