// Whether a schema keeps the rules of "strict" structured output; servers refuse one that claims to and does not.
import type { JsonSchema } from "../../../spec/chat.ts";

/** True when every object requires all of its properties and allows no others. */
export function isStrictSchema(schema: JsonSchema): boolean {
  return isStrict(schema);
}

function isStrict(node: unknown): boolean {
  if (Array.isArray(node)) return node.every(isStrict);
  if (typeof node !== "object" || node === null) return true;
  const record: Readonly<Record<string, unknown>> = { ...node };
  const properties = record["properties"];
  if (typeof properties === "object" && properties !== null) {
    const required = Array.isArray(record["required"]) ? record["required"] : [];
    if (record["additionalProperties"] !== false) return false;
    if (!Object.keys(properties).every((name) => required.includes(name))) return false;
    return (
      Object.values(properties).every(isStrict) && isStrict({ ...record, properties: undefined, required: undefined })
    );
  }
  if (record["type"] === "object" && record["additionalProperties"] !== false) return false;
  return Object.entries(record).every(([name, value]) => name === "enum" || name === "const" || isStrict(value));
}
