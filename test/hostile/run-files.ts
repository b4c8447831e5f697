// Sends hostile files through the real parser pool and says what became of each, and what broke.
import { readdirSync, readFileSync } from "node:fs";

import { SchoolbookError } from "../../src/core/errors.ts";
import { createParserPool } from "../../src/parsers/pool/create-parser-pool.ts";
import type { ParsedDocument, ParseLimits } from "../../src/spec/parser.ts";
import type { HostileFile } from "./files/hostile-file.ts";

export type HostileResult = {
  readonly fileName: string;
  readonly outcome: "parsed" | "reported";
  readonly reason: string;
  readonly ms: number;
  /** The most memory that any parser process had used by then; 0 where the system does not say. */
  readonly memoryMb: number;
  /** What the pool promises and did not keep. */
  readonly problem?: string;
};

export type HostileCaps = {
  readonly limits: ParseLimits;
  readonly timeoutMs: number;
  readonly memoryMb: number;
};

/** Small enough that the caps themselves are tried. */
export const SMALL_CAPS: HostileCaps = {
  limits: { maxBytes: 20_000_000, maxChars: 2_000_000, maxPages: 500 },
  timeoutMs: 3000,
  memoryMb: 512,
};

const GRACE_MS = 3000;

/** Runs them one after the other; files of the simple formats go to a process too. */
export async function* runHostile(files: Iterable<HostileFile>, caps: HostileCaps): AsyncGenerator<HostileResult> {
  const settings = { ...caps, processes: 1, inProcessBytes: 0 };
  await using pool = createParserPool(settings);
  for (const file of files) {
    const bytes = file.make();
    const started = performance.now();
    const settled = await settle(pool.parse({ bytes, fileName: file.fileName }));
    const ms = performance.now() - started;
    const problem = problemOf(file, settled, caps) ?? (ms > caps.timeoutMs + GRACE_MS ? `it took ${ms} ms` : undefined);
    yield {
      fileName: file.fileName,
      outcome: settled.kind,
      reason: settled.kind === "reported" ? String(settled.error) : "",
      ms,
      memoryMb: childMemoryMb(),
      ...(problem === undefined ? {} : { problem }),
    };
  }
}

type Settled =
  | { readonly kind: "parsed"; readonly document: ParsedDocument }
  | { readonly kind: "reported"; readonly error: unknown };

async function settle(parsing: Promise<ParsedDocument>): Promise<Settled> {
  try {
    return { kind: "parsed", document: await parsing };
  } catch (error) {
    return { kind: "reported", error };
  }
}

function problemOf(file: HostileFile, settled: Settled, caps: HostileCaps): string | undefined {
  const expected = file.must === undefined ? settled.kind : file.must === "be read" ? "parsed" : "reported";
  if (settled.kind !== expected) return `it must ${file.must}`;
  return settled.kind === "parsed"
    ? documentProblem(settled.document, file, caps.limits)
    : errorProblem(settled.error, file.fileName);
}

function errorProblem(error: unknown, fileName: string): string | undefined {
  if (!(error instanceof SchoolbookError)) return `it threw ${String(error)}`;
  if (error.code !== "parse_failed") return `its error is ${error.code}: ${error.message}`;
  if (!error.message.startsWith(fileName)) return `the message does not name the file: ${error.message}`;
  if (error.message.length > fileName.length + 500) return "the message is too long to be read";
  return /it cannot be read as \w+ \((?:Cannot|Maximum|\w+ is not)|crashed/.test(error.message)
    ? `the reason is a slip of the parser: ${error.message}`
    : undefined;
}

/** What every document must hold to, whatever file it came from. */
export function documentProblem(document: ParsedDocument, file: HostileFile, limits: ParseLimits): string | undefined {
  const { text, landmarks, warnings, metadata } = document;
  if (text.length > limits.maxChars + 1) return `it gave ${text.length} characters`;
  if (!text.isWellFormed()) return "its text has half letters";
  if (text.includes("\0")) return "its text has NUL characters";
  if (file.without !== undefined && text.includes(file.without)) return `its text has "${file.without}"`;
  if (landmarks.some(({ offset }) => !Number.isInteger(offset) || offset < 0 || offset > text.length)) {
    return "a landmark lies outside the text";
  }
  if (warnings.length > 5000) return `it has ${warnings.length} warnings`;
  return JSON.stringify(metadata).length > 2_000_000 ? "its metadata is larger than two megabytes" : undefined;
}

/** The highest resident memory of the processes that this one has started, where Linux tells it. */
function childMemoryMb(): number {
  if (process.platform !== "linux") return 0;
  let most = 0;
  for (const task of readdirSync("/proc/self/task")) {
    const children = readText(`/proc/self/task/${task}/children`).trim().split(" ");
    for (const child of children.filter((id) => id !== "")) {
      const peak = /VmHWM:\s+(\d+)/.exec(readText(`/proc/${child}/status`))?.[1];
      most = Math.max(most, Number(peak ?? 0) / 1000);
    }
  }
  return Math.round(most);
}

/** Empty when the process has gone in the meantime. */
function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error) return "";
    throw error;
  }
}
