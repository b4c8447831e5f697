// YAML (and JSON, which is YAML) with the place of every field.
import { isCollection, isMap, isNode, isScalar, LineCounter, parseDocument, type Document as YamlDocument } from "yaml";

import { isTooDeep, TOO_DEEP } from "../../core/parse-json.ts";
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
    ...(isStackMessage(message)
      ? { message: TOO_DEEP, remedy: UNNEST }
      : { message: firstLine(message), remedy: "correct the YAML here" }),
  }));
  if (mistakes.length > 0) return { value: undefined, placeOf: () => ({ line }), mistakes };
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    if (isTooDeep(value)) return refused({ file, line, message: TOO_DEEP, remedy: UNNEST });
    return { value, placeOf: (path) => place(offsetOf(document, path)), mistakes };
  } catch (error) {
    const message = error instanceof Error ? firstLine(error.message) : String(error);
    if (isStackMessage(message)) return refused({ file, line, message: TOO_DEEP, remedy: UNNEST });
    return refused({ file, line, message, remedy: "use fewer aliases" });
  }
}

const UNNEST = "write what is nested here with fewer levels, or take it out";

/** The reader calls itself for each level, and says so when it can go no deeper. */
function isStackMessage(message: string): boolean {
  return /call stack|stack overflow/iu.test(message);
}

function refused({ line, ...said }: Omit<Mistake, "field" | "line"> & { readonly line: number }): PlacedYaml {
  return { value: undefined, placeOf: () => ({ line }), mistakes: [{ ...said, line, field: "" }] };
}

function offsetOf(document: YamlDocument, path: FieldPath): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const inner = path.slice(0, length);
    const node = nodeAt(document, inner);
    if (!isNode(node)) continue;
    const key = isCollection(node) && node.flow !== true ? keyOf(document, inner) : undefined;
    const { range } = key ?? node;
    if (range !== null && range !== undefined) return range[0];
  }
  return 0;
}

function nodeAt(document: YamlDocument, path: FieldPath): unknown {
  return path.length === 0 ? document.contents : document.getIn(path, true);
}

/** What stands on lines of its own begins where its name stands. */
function keyOf(document: YamlDocument, path: FieldPath) {
  const holder = nodeAt(document, path.slice(0, -1));
  if (!isMap(holder)) return undefined;
  const key = holder.items.map((pair) => pair.key).find((one) => isScalar(one) && one.value === path.at(-1));
  return isScalar(key) ? key : undefined;
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? message).replace(/\.$/u, "");
}
