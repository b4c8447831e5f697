// The log of feedback on disk, beside the library: a line is on the disk before it is acknowledged, and a bad line is named.
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";

import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import { parseObject } from "../../core/parse-object.ts";
import type { LoadedProject } from "../config/load-project.ts";
import { FEEDBACK_LINE, type FeedbackLine } from "./feedback-line.ts";

export type BadLine = { readonly line: number; readonly reason: string };

export type FeedbackLog = { readonly lines: readonly FeedbackLine[]; readonly bad: readonly BadLine[] };

type Place = Pick<LoadedProject, "libraryPath">;

export function feedbackFolder({ libraryPath }: Place): string {
  return join(dirname(libraryPath), "feedback");
}

export function feedbackPath(place: Place): string {
  return join(feedbackFolder(place), "feedback.jsonl");
}

/** When this returns, the line survives the process and the machine. Several processes may append at once. */
export function appendFeedback(place: Place, entry: FeedbackLine): void {
  const path = feedbackPath(place);
  // why: what could not be read back must not be acknowledged.
  const line = FEEDBACK_LINE.safeParse(entry);
  if (!line.success) throw new SchoolbookError("internal", `Nothing was recorded: ${z.prettifyError(line.error)}`);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const isNew = !existsSync(path);
    const descriptor = openSync(path, "a+", 0o600);
    try {
      writeLine(descriptor, JSON.stringify(line.data));
    } finally {
      closeSync(descriptor);
    }
    if (isNew) syncFolder(dirname(path));
  } catch (cause) {
    throw new SchoolbookError("storage_readonly", `${path} cannot be written; nothing was recorded.`, {
      hint: "Check the permissions of its folder and the space on its disk, then give the thumb again.",
      cause,
    });
  }
}

/** One write, so that lines of two processes do not mix; a line that a crash cut off is ended first, and stays a bad line. */
function writeLine(descriptor: number, line: string): void {
  const bytes = Buffer.from(`${endsTorn(descriptor) ? "\n" : ""}${line}\n`);
  for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
  fsyncSync(descriptor);
}

const NEWLINE = 10;

function endsTorn(descriptor: number): boolean {
  const { size } = fstatSync(descriptor);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(descriptor, last, 0, 1, size - 1);
  return last[0] !== NEWLINE;
}

/** A new file is only there for good once its folder is. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Everything that was recorded, whoever may see it: callers filter. */
export function readFeedback(place: Place): FeedbackLog {
  const path = feedbackPath(place);
  if (!existsSync(path)) return { lines: [], bad: [] };
  const lines: FeedbackLine[] = [];
  const bad: BadLine[] = [];
  for (const [at, text] of readFileSync(path, "utf8").split("\n").entries()) {
    if (text.trim() === "") continue;
    const read = readLine(text);
    if (typeof read === "string") bad.push({ line: at + 1, reason: read });
    else lines.push(read);
  }
  return { lines, bad };
}

function readLine(text: string): FeedbackLine | string {
  const value = parseObject(text);
  if (value === undefined) return "it is no JSON object, or only the beginning of one";
  const parsed = FEEDBACK_LINE.safeParse(value);
  return parsed.success ? parsed.data : z.prettifyError(parsed.error).replaceAll(/\s+/gu, " ").replace(/^✖ /u, "");
}
