// Replies kept in a file, one to a line: what was paid for once is not paid for again, whatever ended the process.
import { appendFileSync, closeSync, ftruncateSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";

import { z } from "zod";

import { writeFailure } from "../../core/write-failure.ts";
import { parsed } from "../examples/import/json-value.ts";
import type { ReplyCache } from "./ask-fact.ts";

const LINE = z.strictObject({ key: z.string(), reply: z.string() });

/** For its owner's eyes only: replies may say what the rows say. */
export function openReplyFile(path: string): ReplyCache & Disposable {
  const known = new Map<string, string>();
  const descriptor = open(path);
  const text = readFileSync(path, "utf8");
  for (const line of text.split("\n").slice(0, -1)) {
    const read = LINE.safeParse(parsed(line));
    if (read.success) known.set(read.data.key, read.data.reply);
  }
  // why: a line that a killed process did not finish would spoil the next one.
  const whole = text.lastIndexOf("\n") + 1;
  if (whole < text.length) ftruncateSync(descriptor, Buffer.byteLength(text.slice(0, whole)));
  return {
    get: (key) => known.get(key),
    put: (key, reply) => {
      known.set(key, reply);
      append(descriptor, `${JSON.stringify({ key, reply })}\n`, path);
    },
    [Symbol.dispose]: () => closeSync(descriptor),
  };
}

function append(descriptor: number, text: string, path: string): void {
  try {
    appendFileSync(descriptor, text);
  } catch (cause) {
    throw writeFailure(cause, { path });
  }
}

function open(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return openSync(path, "a+", 0o600);
  } catch (cause) {
    throw writeFailure(cause, { path });
  }
}
