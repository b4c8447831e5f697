// YAML (and JSON, which is YAML) with the place of every field.
import { isNode, LineCounter, parseDocument, type Document as YamlDocument } from "yaml";

import type { FieldPath, Mistake, Place } from "./raw-record.ts";

export type PlacedYaml = {
  readonly value: unknown;
  readonly placeOf: (path: FieldPath) => Place;
  readonly mistakes: readonly Mistake[];
};

const MOST_ALIASES = 1000;

/** `line` is that of the text's first line in its file. */
export function readYaml(file: string, text: string, line = 1): PlacedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "silent", merge: true });
  const place = (offset: number): Place => {
    const { line: row, col } = lines.linePos(offset);
    return { line: row - 1 + line, column: col };
  };
  const mistakes = document.errors.map(({ message, pos }) => ({
    file,
    ...place(pos[0]),
    field: "",
    message: firstLine(message),
    remedy: "correct the YAML here",
  }));
  if (mistakes.length > 0) return { value: undefined, placeOf: () => ({ line }), mistakes };
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return { value, placeOf: (path) => place(offsetOf(document, path)), mistakes };
  } catch (error) {
    const message = error instanceof Error ? firstLine(error.message) : String(error);
    return {
      value: undefined,
      placeOf: () => ({ line }),
      mistakes: [{ file, line, field: "", message, remedy: "use fewer aliases" }],
    };
  }
}

function offsetOf(document: YamlDocument, path: FieldPath): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range !== null && node.range !== undefined) return node.range[0];
  }
  return 0;
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? message).replace(/\.$/u, "");
}
