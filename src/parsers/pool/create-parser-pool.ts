// Parses files without letting any of them take the program down: in processes with time and memory limits.
import { availableParallelism } from "node:os";

import { SchoolbookError } from "../../core/errors.ts";
import type { ParseLimits } from "../../spec/parser.ts";
import { codeParser } from "../code/parser.ts";
import { csvParser } from "../csv/parser.ts";
import { jsonParser } from "../json/parser.ts";
import { markdownParser } from "../markdown/parser.ts";
import { type ParsedFile, parseFile } from "../parse-file.ts";
import { DEFAULT_LIMITS } from "../reading/default-limits.ts";
import { parserFor } from "../registry.ts";
import { textParser } from "../text/parser.ts";
import { createParserProcess, type ParserProcess } from "./parser-process.ts";

export type ParserPoolOptions = {
  readonly processes?: number | undefined;
  readonly limits?: ParseLimits | undefined;
  readonly timeoutMs?: number | undefined;
  readonly memoryMb?: number | undefined;
  /** Larger files of the simple formats go to a process too; 0 sends everything there. */
  readonly inProcessBytes?: number | undefined;
};

export type PoolInput = {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly mediaType?: string;
};

export type ParserPool = AsyncDisposable & {
  /** Rejects with `parse_failed` and the reason; the pool goes on with the next file. */
  parse(input: PoolInput): Promise<ParsedFile>;
};

/**
 * Read in this process when small: these parsers are ours, linear in time, without recursion, and fuzzed in every run.
 * A page of 10 kB takes 0.04 ms to read and 0.1 to 0.3 ms to send to a process and back.
 */
const SIMPLE = new Set([markdownParser, textParser, codeParser, csvParser, jsonParser]);
const IN_PROCESS_BYTES = 1_000_000;
const TIMEOUT_MS = 60_000;
const MEMORY_MB = 1024;

/** A pool of killable parser processes; they start with the first file that needs one. */
export function createParserPool(options: ParserPoolOptions = {}): ParserPool {
  const { timeoutMs = TIMEOUT_MS, memoryMb = MEMORY_MB, limits = DEFAULT_LIMITS } = options;
  const { inProcessBytes = IN_PROCESS_BYTES } = options;
  const count = options.processes ?? Math.max(1, Math.min(4, availableParallelism() - 1));
  const processes = Array.from({ length: count }, () => createParserProcess({ timeoutMs, memoryMb }));
  const idle: ParserProcess[] = [...processes];
  const waiting: ((process: ParserProcess) => void)[] = [];
  let isClosed = false;

  async function borrow(): Promise<ParserProcess> {
    const free = idle.pop();
    if (free !== undefined) return free;
    return new Promise((resolve) => waiting.push(resolve));
  }

  function giveBack(process: ParserProcess): void {
    const next = waiting.shift();
    if (next === undefined) idle.push(process);
    else next(process);
  }

  return {
    async parse(input) {
      if (isClosed) throw stopped();
      if (isSimple(input, inProcessBytes)) return parseFile({ ...input, limits });
      const process = await borrow();
      try {
        if (isClosed) throw stopped();
        return await process.parse({ ...input, limits });
      } catch (error) {
        throw isClosed ? stopped() : error;
      } finally {
        giveBack(process);
      }
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      for (const process of processes) process.kill();
    },
  };
}

function isSimple({ bytes, fileName, mediaType }: PoolInput, atMost: number): boolean {
  if (bytes.length > atMost) return false;
  const parser = parserFor(fileName, mediaType, bytes);
  return parser !== undefined && SIMPLE.has(parser);
}

function stopped(): SchoolbookError {
  return new SchoolbookError("cancelled", "The parser pool was closed.");
}
