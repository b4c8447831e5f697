// Server-sent events out of bytes that may be cut anywhere, even inside a character.

/** The `data` of each event; the last one counts even when the server forgot the blank line after it. */
export async function* readEvents(bytes: AsyncIterable<Uint8Array>, limits: EventLimits): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const lines = createLineReader();
  let data: string[] = [];
  let total = 0;
  let size = 0;
  for await (const part of withEnd(bytes)) {
    total += part?.length ?? 0;
    if (total > limits.maxBytes) throw new RangeError(`more than ${limits.maxBytes / 1e6} MB`);
    const text = part === undefined ? `${decoder.decode()}\n\n` : decoder.decode(part, { stream: true });
    for (const line of lines.push(text)) {
      const value = dataOf(line);
      if (value !== undefined) data.push(value);
      size += value?.length ?? 0;
      if (line !== "" || data.length === 0) continue;
      yield data.join("\n");
      data = [];
      size = 0;
    }
    if (size + lines.waiting() > limits.maxEventChars) throw new RangeError("an event without an end");
  }
}

export type EventLimits = {
  readonly maxBytes: number;
  readonly maxEventChars: number;
};

async function* withEnd(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | undefined> {
  yield* bytes;
  yield undefined;
}

function dataOf(line: string): string | undefined {
  if (!line.startsWith("data:")) return undefined;
  return line.startsWith("data: ") ? line.slice(6) : line.slice(5);
}

type LineReader = {
  push(text: string): readonly string[];
  /** Characters of the line that has not ended yet. */
  readonly waiting: () => number;
};

/** Lines end with CR, LF or both; a CR at the end of a piece may belong to an LF in the next one. */
function createLineReader(): LineReader {
  let parts: string[] = [];
  let waiting = 0;
  let afterReturn = false;
  return {
    waiting: () => waiting,
    push: (given) => {
      if (given === "") return [];
      const text = afterReturn && given.startsWith("\n") ? given.slice(1) : given;
      afterReturn = given.endsWith("\r");
      const pieces = text.split(/\r\n|\r|\n/u);
      const last = pieces.pop() ?? "";
      if (pieces.length > 0) {
        pieces[0] = parts.join("") + (pieces[0] ?? "");
        parts = [];
        waiting = 0;
      }
      if (last !== "") parts.push(last);
      waiting += last.length;
      return pieces;
    },
  };
}
