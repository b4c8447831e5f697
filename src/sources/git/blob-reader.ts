// Reads file contents out of a repository through one long-lived `git cat-file --batch`.
import { SchoolbookError } from "../../core/errors.ts";
import { refusePointer } from "../lfs-pointer.ts";
import { tooLarge } from "../too-large.ts";
import { type GitProcess, type Repository, startGit } from "./run-git.ts";

export type BlobReader = (
  blob: string,
  options: { readonly uri: string; readonly signal?: AbortSignal | undefined },
) => Promise<Uint8Array>;

type Waiting = {
  readonly resolve: (bytes: Buffer) => void;
  readonly reject: (error: unknown) => void;
  readonly uri: string;
};

/** git is let go after this long without a question; the next one starts it again. */
const IDLE_MS = 250;

/** A reader that starts git when first asked. Blobs above the cap are refused without being kept in memory. */
export function createBlobReader(repository: Repository, maxBytes: number): BlobReader {
  const waiting: Waiting[] = [];
  let running: GitProcess | undefined;
  let idle: NodeJS.Timeout | undefined;

  const letGo = (): void => {
    running?.child.stdin.end();
    running = undefined;
  };
  const answer = (settle: (asked: Waiting) => void): void => {
    const asked = waiting.shift();
    if (asked !== undefined) settle(asked);
    if (waiting.length === 0) idle = setTimeout(letGo, IDLE_MS);
  };
  const start = (): GitProcess => {
    const git = startGit(repository, ["cat-file", "--batch"]);
    const parser = createParser(maxBytes, answer);
    git.child.stdout.on("data", parser);
    git.ended.then(
      () => undefined,
      (error: unknown) => {
        if (running === git) running = undefined;
        for (const { reject } of waiting.splice(0)) reject(error);
      },
    );
    return git;
  };

  return async (blob, { uri, signal }) => {
    signal?.throwIfAborted();
    clearTimeout(idle);
    running ??= start();
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    waiting.push({ resolve, reject, uri });
    running.child.stdin.write(`${blob}\n`);
    const bytes = await promise;
    signal?.throwIfAborted();
    return refusePointer(bytes, uri);
  };
}

type Answering = (settle: (asked: Waiting) => void) => void;

/** Answers come in the order of the questions: `<id> <type> <size>`, the bytes, a line break. */
function createParser(maxBytes: number, answer: Answering): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0);
  let body: { readonly size: number; received: number; readonly parts: Buffer[] } | undefined;

  const takeHeader = (): boolean => {
    const end = pending.indexOf(0x0a);
    if (end === -1) return false;
    const [, kind, size] = pending.subarray(0, end).toString("latin1").split(" ");
    pending = pending.subarray(end + 1);
    if (kind === "missing" || size === undefined) answer(({ reject, uri }) => reject(missing(uri)));
    else body = { size: Number(size), received: 0, parts: [] };
    return true;
  };
  const takeBody = (current: NonNullable<typeof body>): boolean => {
    const part = pending.subarray(0, current.size + 1 - current.received);
    current.received += part.length;
    if (current.size <= maxBytes) current.parts.push(part);
    pending = pending.subarray(part.length);
    if (current.received <= current.size) return false;
    body = undefined;
    answer(({ resolve, reject, uri }) => {
      if (current.size > maxBytes) reject(tooLarge(uri, current.size, maxBytes));
      else resolve(Buffer.concat(current.parts).subarray(0, current.size));
    });
    return true;
  };

  return (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    while (pending.length > 0) {
      const isDone = body === undefined ? takeHeader() : takeBody(body);
      if (!isDone) return;
    }
  };
}

function missing(uri: string): SchoolbookError {
  return new SchoolbookError("input_invalid", `${uri} is not in the repository, which is a partial copy.`, {
    hint: "Fetch the repository whole: git fetch --refetch, or clone it without --filter.",
  });
}
