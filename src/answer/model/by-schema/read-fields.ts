// The fields of a JSON value that say something, with their pointers and their places in its text.
import type { Span } from "../../../spec/document.ts";

export type Field = Span & {
  readonly pointer: string;
  readonly value: string;
};

/** Strings and numbers; true, false and null say nothing that could be found in a text. In the order of the text. */
export function readFields(value: unknown, text: string): readonly Field[] {
  const fields: Field[] = [];
  let from = 0;
  const visit = (part: unknown, pointer: string): void => {
    if (typeof part === "string" || typeof part === "number") {
      const written = JSON.stringify(part);
      const start = text.indexOf(written, from);
      if (start < 0) return;
      from = start + written.length;
      if (String(part).trim() !== "") fields.push({ pointer, value: String(part), start, end: from });
    } else if (Array.isArray(part)) {
      const items: readonly unknown[] = part;
      for (const [at, item] of items.entries()) visit(item, `${pointer}/${at}`);
    } else if (typeof part === "object" && part !== null) {
      for (const [key, item] of Object.entries(part)) {
        from = Math.max(from, text.indexOf(`${JSON.stringify(key)}:`, from) + key.length + 3);
        visit(item, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
      }
    }
  };
  visit(value, "");
  return fields;
}
