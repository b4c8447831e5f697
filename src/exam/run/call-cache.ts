// Answers to calls, kept across runs: by content and repeat, with the latency and the cost that they had when they were made.
import { join } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import { type AppendFile, type LinePlace, openAppendFile } from "./append-file.ts";
import type { CallResult } from "./ask-arm.ts";
import { CALL_RESULT, parseLine } from "./log-lines.ts";

export type CallCache = AsyncDisposable & {
  get(key: string): CachedCall | undefined;
  has(key: string): boolean;
  /** `run` is the one that paid for it. */
  put(key: string, result: CallResult, run: string): void;
  sync(): Promise<void>;
  readonly size: () => number;
};

export type CachedCall = {
  readonly result: CallResult;
  /** The run that made it. */
  readonly run: string | undefined;
};

const VERSION = 1;
const KEY_START = '{"key":"';
const KEY_LENGTH = 32;

/** One file per set of principals: what others asked is neither looked at nor opened. Only places are held in memory. */
export function openCallCache(folder: string, principals: string, runtime: Pick<Runtime, "sleep">): CallCache {
  const path = join(folder, "calls", `${principals}.jsonl`);
  const places = new Map<string, LinePlace>();
  let head: string | undefined;
  const file = openAppendFile(path, {
    runtime,
    access: "append",
    onLine: (line, place) => {
      if (!line.endsWith("}")) return false;
      if (head === undefined) return (head = line) !== "";
      if (!line.startsWith(KEY_START)) return false;
      places.set(line.slice(KEY_START.length, KEY_START.length + KEY_LENGTH), place);
      return true;
    },
  });
  const own = JSON.stringify({ kind: "calls", version: VERSION, principals });
  if (head === undefined) file.append(own);
  else if (head !== own) return refuse(file, path);
  return {
    has: (key) => places.has(key),
    get: (key) => {
      const place = places.get(key);
      return place === undefined ? undefined : readCall(file.read(place));
    },
    put: (key, result, run) => {
      const rest = `"result":${JSON.stringify(result)},"run":${JSON.stringify(run)}}`;
      places.set(key, file.append(`${KEY_START}${key}",${rest}`));
    },
    sync: async () => file.sync(),
    size: () => places.size,
    [Symbol.asyncDispose]: async () => file[Symbol.asyncDispose](),
  };
}

function refuse(file: AppendFile, path: string): never {
  void file[Symbol.asyncDispose]();
  throw new SchoolbookError(
    "access_denied",
    `${path} holds calls that were made as somebody else, or by another version.`,
    {
      hint: "Put it back where it came from, or delete it: then its calls are made again.",
    },
  );
}

/** A damaged entry is as good as none: its call is made again. */
function readCall(line: string): CachedCall | undefined {
  const entry = parseLine(line);
  if (typeof entry !== "object" || entry === null || !("result" in entry)) return undefined;
  const run = "run" in entry && typeof entry.run === "string" ? entry.run : undefined;
  const parsed = CALL_RESULT.safeParse(entry.result);
  // why: checked above as far as a damaged file goes; the rest of an answer is what this program wrote.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return parsed.success ? { result: parsed.data as unknown as CallResult, run } : undefined;
}
