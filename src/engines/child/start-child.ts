// Starts the process of an engine: nothing of the program's keys within reach, and nothing that it could change.
import { type ChildProcess, spawn } from "node:child_process";
import { Socket } from "node:net";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

import { SchoolbookError } from "../../core/errors.ts";
import { CHANNEL_FD } from "./messages.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export type ChildProgram = {
  /** Without its ending: `.ts` from source, `.js` once built. */
  readonly entry: URL;
  /** Given to the program as its one argument. */
  readonly settings: unknown;
  readonly env: Environment;
};

export type StartedChild = {
  readonly process: ChildProcess;
  readonly channel: Socket;
  /** The end of what it has printed to stderr. */
  readonly lastWords: () => string;
};

/** What native libraries ask the environment for; keys and tokens are not among it. */
const PASSED =
  /^(?:PATH|HOME|USERPROFILE|SystemRoot|TMPDIR|TEMP|TMP|LANG|LC_\w+|LD_LIBRARY_PATH|DYLD_\w+|(?:CUDA|GGML|NVIDIA|VK|HIP|ROCR)_\w+)$/u;

const WORDS_KEPT = 4000;

/** It may read files and load native code; it may not write files or start programs. */
const PERMISSIONS = ["--permission", "--allow-fs-read=*", "--allow-addons", "--allow-worker"];

export function startChild({ entry, settings, env }: ChildProgram): StartedChild {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const child = spawn(
    process.execPath,
    [
      ...PERMISSIONS,
      "--disable-warning=SecurityWarning",
      "--disable-warning=ExperimentalWarning",
      `${fileURLToPath(entry)}.${extension}`,
      JSON.stringify(settings),
    ],
    {
      stdio: ["ignore", "ignore", "pipe", "pipe"],
      env: Object.fromEntries(Object.entries(env).filter(([name]) => PASSED.test(name))),
      windowsHide: true,
    },
  );
  const channel = child.stdio[CHANNEL_FD];
  if (!(channel instanceof Socket)) throw new SchoolbookError("internal", "The engine's process has no channel.");
  return { process: child, channel, lastWords: keepEnd(child.stderr) };
}

function keepEnd(stream: Readable | null): () => string {
  let words = "";
  stream?.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-WORDS_KEPT);
  });
  return () => words;
}

/** What lets a program end while an engine's process is idle, or keeps it waiting while it works. */
export function setWaitedFor({ process: child, channel }: StartedChild, isWaitedFor: boolean): void {
  const change = isWaitedFor ? "ref" : "unref";
  child[change]();
  channel[change]();
  if (child.stderr instanceof Socket) child.stderr[change]();
}
