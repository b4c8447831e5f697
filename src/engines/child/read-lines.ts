// Cuts a stream into lines, without ever holding more than a line may be long.
import type { Readable } from "node:stream";

/** A batch of vectors or a long prompt is well below it. */
const MAX_CHARS = 128 * 1024 * 1024;

/** Calls back once per line; a line that never ends is handed over as `undefined`, and reading stops. */
export function readLines(stream: Readable, onLine: (line: string | undefined) => void): void {
  let parts: string[] = [];
  let held = 0;
  let isBroken = false;
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    if (isBroken) return;
    let from = 0;
    for (let end = chunk.indexOf("\n"); end !== -1; end = chunk.indexOf("\n", from)) {
      parts.push(chunk.slice(from, end));
      onLine(parts.join(""));
      parts = [];
      held = 0;
      from = end + 1;
    }
    parts.push(chunk.slice(from));
    held += chunk.length - from;
    isBroken = held > MAX_CHARS;
    if (isBroken) onLine(undefined);
  });
}
