// A small value that fits a JSON schema, for fakes that have to answer with one.
import type { JsonSchema } from "../spec/chat.ts";

/** Covers the plain part of JSON Schema: types, required properties, enum, const, items, minimum and lengths. */
export function sampleOf(schema: JsonSchema): unknown {
  if ("const" in schema) return schema["const"];
  if (Array.isArray(schema["enum"])) return schema["enum"][0] as unknown; // why: any value of an enum is a sample
  const choices = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(choices)) return sampleOf(asSchema(choices[0]));
  const type: unknown = Array.isArray(schema["type"]) ? schema["type"][0] : schema["type"];
  if (type === "object" || (type === undefined && "properties" in schema)) return sampleObject(schema);
  if (type === "array") return Array.from({ length: numberOf(schema["minItems"], 1) }, () => sampleItem(schema));
  if (type === "integer" || type === "number") return numberOf(schema["minimum"], 1);
  if (type === "boolean") return true;
  if (type === "null") return null;
  return "sample".padEnd(numberOf(schema["minLength"], 0), "e");
}

function sampleObject(schema: JsonSchema): Readonly<Record<string, unknown>> {
  const properties = asSchema(schema["properties"]);
  const required = Array.isArray(schema["required"]) ? schema["required"].map(String) : Object.keys(properties);
  return Object.fromEntries(required.map((name) => [name, sampleOf(asSchema(properties[name]))]));
}

function sampleItem(schema: JsonSchema): unknown {
  return sampleOf(asSchema(schema["items"]));
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

function asSchema(value: unknown): JsonSchema {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
