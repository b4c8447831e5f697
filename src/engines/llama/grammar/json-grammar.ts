// Turns a JSON Schema into a grammar, so that a model can write nothing but JSON that fits it.
import { SchoolbookError } from "../../../core/errors.ts";
import type { JsonSchema } from "../../../spec/chat.ts";
import { createGrammarRules, type GrammarRules, jsonLiteral } from "./grammar-rules.ts";
import { numberRule } from "./number-rule.ts";
import { objectRule } from "./object-rule.ts";
import { isSchema, type Translation } from "./translation.ts";

export type JsonGrammar = {
  readonly grammar: string;
  /** Parts of the schema that a grammar cannot hold the model to. */
  readonly unheld: readonly string[];
};

const UNHELD = [
  "not",
  "if",
  "contains",
  "uniqueItems",
  "multipleOf",
  "propertyNames",
  "patternProperties",
  "minProperties",
  "maxProperties",
  "dependentRequired",
  "dependentSchemas",
  "unevaluatedProperties",
  "unevaluatedItems",
];

/** Formats that a grammar spells out; others only describe. */
const FORMATS: Readonly<Record<string, string>> = {
  date: "date",
  time: "time",
  "date-time": `date "T" time`,
  uuid: "uuid",
};

/** More repetitions than this are as good as endless, and make a grammar slow. */
const MOST_REPEATED = 500;

export function jsonGrammar(schema: JsonSchema): JsonGrammar {
  const unheld: string[] = [];
  const rules = createGrammarRules();
  const root = translateSchema(schema, { rules, path: "json", unheld });
  return { grammar: rules.print(root), unheld };
}

export type SchemaPlace = {
  readonly rules: GrammarRules;
  readonly path: string;
  /** Filled with what is not held. */
  readonly unheld: string[];
};

/** The rule for a whole schema within a larger grammar; its references are its own. */
export function translateSchema(root: JsonSchema, { rules, path: start, unheld }: SchemaPlace): string {
  const translation: Translation = {
    rules,
    value: (schema, path) => translate(schema, path, { root, start, translation }),
    unheld: (path, keyword) => void unheld.push(`${path}.${keyword}`),
  };
  return translation.value(root, start);
}

type Place = { readonly root: JsonSchema; readonly start: string; readonly translation: Translation };

function translate(given: unknown, path: string, place: Place): string {
  if (given === true || given === undefined) return "value";
  if (!isSchema(given)) throw unusable(path, "no value fits it");
  const { translation } = place;
  for (const keyword of UNHELD) if (keyword in given) translation.unheld(path, keyword);
  const reference = given["$ref"];
  if (typeof reference === "string") return referenceRule(reference, path, place);
  const schema = mergeAll(given, path);
  if ("const" in schema) return jsonLiteral(schema["const"]);
  const { enum: values, anyOf, oneOf } = schema;
  if (Array.isArray(values)) return choice(values.map(jsonLiteral), path);
  const options: unknown = anyOf ?? oneOf;
  if (Array.isArray(options)) return choiceOfSchemas(options, path, { schema, translation });
  return typedRule(schema, path, translation);
}

function typedRule(schema: JsonSchema, path: string, translation: Translation): string {
  const type: unknown = schema["type"] ?? guessType(schema);
  if (Array.isArray(type)) {
    return choice(
      type.map((one: unknown) => typedRule({ ...schema, type: one }, path, translation)),
      path,
    );
  }
  switch (type) {
    case "object":
      return objectRule(schema, path, translation);
    case "array":
      return arrayRule(schema, path, translation);
    case "string":
      return stringRule(schema, path, translation);
    case "integer":
    case "number":
      return numberRule(schema, path, translation);
    case "boolean":
    case "null":
      return type;
    case undefined:
      return "value";
    default:
      throw unusable(path, `it has the type ${JSON.stringify(type)}`);
  }
}

function guessType(schema: JsonSchema): string | undefined {
  if ("properties" in schema || "additionalProperties" in schema || "required" in schema) return "object";
  if ("items" in schema || "prefixItems" in schema) return "array";
  if ("minLength" in schema || "maxLength" in schema || "pattern" in schema) return "string";
  return "minimum" in schema || "maximum" in schema ? "number" : undefined;
}

function referenceRule(reference: string, path: string, { root, start, translation }: Place): string {
  if (!reference.startsWith("#")) throw unusable(path, `it refers to ${reference}, and only \`#/…\` is followed`);
  const keys = reference.split("/").slice(1).map(unescapePointer);
  let target: unknown = root;
  for (const key of keys) target = isSchema(target) ? target[key] : undefined;
  if (target === undefined) throw unusable(path, `it refers to ${reference}, which is not there`);
  return translation.rules.once(`${start}${reference}`, () => translation.value(target, reference));
}

function unescapePointer(key: string): string {
  return decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~");
}

/** `allOf` and the keywords beside it, as one schema. */
function mergeAll(schema: JsonSchema, path: string): JsonSchema {
  const { allOf, ...rest } = schema;
  if (!Array.isArray(allOf)) return schema;
  return [...allOf, rest].reduce<JsonSchema>((merged, part: unknown) => {
    if (!isSchema(part) || "$ref" in part) throw unusable(path, "its allOf holds more than plain schemas");
    return mergeSchemas(merged, mergeAll(part, path));
  }, {});
}

function mergeSchemas(left: JsonSchema, right: JsonSchema): JsonSchema {
  const properties = { ...asSchema(left["properties"]), ...asSchema(right["properties"]) };
  const required = [...asList(left["required"]), ...asList(right["required"])];
  return {
    ...left,
    ...right,
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    ...(required.length === 0 ? {} : { required }),
  };
}

type Choosing = { readonly schema: JsonSchema; readonly translation: Translation };

/** What stands beside the choice belongs to each of its options. */
function choiceOfSchemas(options: readonly unknown[], path: string, { schema, translation }: Choosing): string {
  const { anyOf: _any, oneOf: _one, ...beside } = schema;
  const isAlone = guessType(beside) === undefined && !("type" in beside);
  return choice(
    options.map((option, index) => {
      const merged = isAlone || !isSchema(option) || "$ref" in option ? option : mergeSchemas(beside, option);
      return translation.value(merged, `${path}[${index}]`);
    }),
    path,
  );
}

function choice(options: readonly string[], path: string): string {
  if (options.length === 0) throw unusable(path, "it allows no value");
  return `(${options.join(" | ")})`;
}

function arrayRule(schema: JsonSchema, path: string, translation: Translation): string {
  const first = asList(schema["prefixItems"]).map((item, index) => translation.value(item, `${path}[${index}]`));
  const { items, minItems, maxItems } = schema;
  const least = Math.max(0, count(minItems, 0) - first.length);
  const most = items === false ? 0 : count(maxItems, Number.POSITIVE_INFINITY) - first.length;
  if (most <= 0) return `"[" space ${first.map((one) => `${one} space`).join(` "," space `)} "]"`;
  const item = translation.rules.add(`${translation.value(items, `${path}[]`)} space`);
  if (first.length > 0) {
    const more = `("," space ${item})${repeat(least, most)}`;
    return `"[" space ${first.map((one) => `${one} space`).join(` "," space `)} ${more} "]"`;
  }
  const more = `${item} ("," space ${item})${repeat(Math.max(0, least - 1), most - 1)}`;
  return least === 0 ? `"[" space (${more})? "]"` : `"[" space ${more} "]"`;
}

function stringRule(schema: JsonSchema, path: string, translation: Translation): string {
  const { format, pattern, minLength, maxLength } = schema;
  const spelled = typeof format === "string" ? FORMATS[format] : undefined;
  if (spelled !== undefined) return String.raw`"\"" ${spelled} "\""`;
  if (pattern !== undefined) translation.unheld(path, "pattern");
  if (minLength === undefined && maxLength === undefined) return "string";
  return String.raw`"\"" char${repeat(count(minLength, 0), count(maxLength, Number.POSITIVE_INFINITY))} "\""`;
}

function repeat(least: number, most: number): string {
  const from = Math.min(least, MOST_REPEATED);
  if (most > MOST_REPEATED) return from === 0 ? "*" : `{${from},}`;
  return `{${from},${Math.max(from, most)}}`;
}

function count(value: unknown, otherwise: number): number {
  return typeof value === "number" && value >= 0 ? Math.floor(value) : otherwise;
}

function asSchema(value: unknown): JsonSchema {
  return isSchema(value) ? value : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function unusable(path: string, reason: string): SchoolbookError {
  return new SchoolbookError("input_invalid", `The JSON schema cannot be followed at ${path}: ${reason}.`, {
    hint: "Models on this machine follow types, properties, items, enum, const, anyOf, oneOf, allOf and references within.",
  });
}
