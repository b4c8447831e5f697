// Finds what a schema gives a choice for and a reply leaves it: servers that were asked to hold a model to a schema do not all do so.
import type { JsonSchema } from "../../../spec/chat.ts";

export type Outside = {
  /** JSON pointer; empty for the value itself. */
  readonly pointer: string;
  readonly said: unknown;
  /** What could have been said. */
  readonly choices: readonly unknown[];
};

/** The first such place. `enum` and `const` alone: types and lengths are of no use to whoever acts on a label. References are not followed. */
export function outsideChoices(value: unknown, schema: unknown, pointer = ""): Outside | undefined {
  if (!isRecord(schema)) return undefined;
  return (
    outsideOwn(value, schema, pointer) ?? outsideParts(value, schema, pointer) ?? outsideAny(value, schema, pointer)
  );
}

function outsideOwn(value: unknown, schema: JsonSchema, pointer: string): Outside | undefined {
  const choices = "const" in schema ? [schema["const"]] : schema["enum"];
  if (!Array.isArray(choices)) return undefined;
  const listed: readonly unknown[] = choices;
  return listed.some((one) => isSame(one, value)) ? undefined : { pointer, said: value, choices: listed };
}

function outsideParts(value: unknown, { properties, items, allOf }: JsonSchema, pointer: string): Outside | undefined {
  const parts: readonly (readonly [part: unknown, schema: unknown, pointer: string])[] = [
    ...asList(allOf).map((one) => [value, one, pointer] as const),
    ...(Array.isArray(value) ? value.map((item: unknown, at) => [item, items, `${pointer}/${at}`] as const) : []),
    ...(isRecord(value) && isRecord(properties)
      ? Object.entries(value).map(([key, part]) => [part, properties[key], `${pointer}/${escaped(key)}`] as const)
      : []),
  ];
  for (const part of parts) {
    const found = outsideChoices(...part);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** One of several schemas is enough. */
function outsideAny(value: unknown, { anyOf, oneOf }: JsonSchema, pointer: string): Outside | undefined {
  const found = asList(anyOf ?? oneOf).map((one) => outsideChoices(value, one, pointer));
  const outside = found.filter((one) => one !== undefined);
  const [first] = outside;
  if (first === undefined || outside.length < found.length) return undefined;
  const isHere = outside.every((one) => one.pointer === pointer);
  return isHere ? { ...first, choices: outside.flatMap(({ choices }) => choices) } : first;
}

/** Objects as choices are rare; their keys have to come in the same order. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
