// Votes of a judge in a file that only grows: each is kept before the next is asked for, so that what was paid for is paid for once.
import { z } from "zod";

import { hashParts } from "../../core/hash.ts";
import type { Runtime } from "../../core/runtime.ts";
import type { Prompt } from "../../spec/chat.ts";
import { openAppendFile } from "../run/append-file.ts";
import { stable } from "../run/call-key.ts";
import { parseLine } from "../run/log-lines.ts";
import type { CallOptions, Vote } from "./ask-once.ts";

export type CastVote = Extract<Vote<number>, { kind: "cast" }>;

export type KeptVotes = {
  /** Names the call: the same prompt to the same judge with the same settings. */
  key(prompt: Prompt, call: CallOptions): string;
  get(key: string): CastVote | undefined;
  /** Votes that failed are not kept: they are asked for again. */
  put(key: string, vote: CastVote): void;
};

/** Two answers that are word for word the same are two samples, and are voted on each by itself. */
export function votesOn(item: string, kept: KeptVotes): KeptVotes {
  return { ...kept, key: (prompt, call) => hashParts([item, kept.key(prompt, call)]) };
}

export type OpenVotesOptions = {
  /** The model that judges, and everything that its votes depend on besides. */
  readonly judge: string;
  readonly runtime: Pick<Runtime, "sleep">;
};

const LINE = z.strictObject({ key: z.string(), value: z.number().min(0).max(1), reason: z.string() });

export function openKeptVotes(path: string, { judge, runtime }: OpenVotesOptions): KeptVotes & AsyncDisposable {
  const votes = new Map<string, CastVote>();
  const file = openAppendFile(path, {
    runtime,
    access: "append",
    onLine: (line) => {
      const parsed = LINE.safeParse(parseLine(line));
      if (!parsed.success) return false;
      const { key, value, reason } = parsed.data;
      votes.set(key, { kind: "cast", value, reason });
      return true;
    },
  });
  return {
    key: (prompt, { temperature, seed, maxTokens }) =>
      hashParts([judge, stable(prompt), stable({ temperature, seed, maxTokens })]),
    get: (key) => votes.get(key),
    put: (key, vote) => {
      const { value, reason } = vote;
      file.append(JSON.stringify({ key, value, reason }));
      votes.set(key, vote);
    },
    [Symbol.asyncDispose]: async () => file[Symbol.asyncDispose](),
  };
}
