// Objects: their properties in the order of the schema, those that need not be there left to the model.
import type { JsonSchema } from "../../../spec/chat.ts";
import { jsonLiteral } from "./grammar-rules.ts";
import { isSchema, type Translation } from "./translation.ts";

type Property = { readonly pair: string; readonly isRequired: boolean };

/** Properties that the schema allows without naming them are written only where it names none. */
export function objectRule(schema: JsonSchema, path: string, translation: Translation): string {
  const named = isSchema(schema["properties"]) ? Object.entries(schema["properties"]) : [];
  if (named.length === 0) return freeObject(schema, path, translation);
  const required = new Set(Array.isArray(schema["required"]) ? schema["required"].map(String) : []);
  const properties = named.map(([name, value]): Property => {
    const isRequired = required.has(name);
    const pair = `${jsonLiteral(name)} gap ":" gap ${translation.value(value, `${path}.${name}`)} space`;
    return { pair: translation.rules.add(pair), isRequired };
  });
  return `"{" space ${members(properties, translation)} "}"`;
}

function freeObject(schema: JsonSchema, path: string, translation: Translation): string {
  const others = schema["additionalProperties"];
  if (others === false) return `"{" space "}"`;
  if (!isSchema(others)) return "object";
  const pair = translation.rules.add(`string gap ":" gap ${translation.value(others, `${path}.*`)} space`);
  return `"{" space (${pair} ("," space ${pair})*)? "}"`;
}

/** Before the first member there is no comma; which one that is depends on what is left out. */
function members(properties: readonly Property[], translation: Translation): string {
  const after = (at: number): string =>
    properties
      .slice(at)
      .map(({ pair, isRequired }) => (isRequired ? `"," space ${pair}` : `("," space ${pair})?`))
      .join(" ");
  const from = (at: number): string => {
    const property = properties[at];
    if (property === undefined) return "";
    const taken = `${property.pair} ${after(at + 1)}`;
    if (property.isRequired) return taken;
    const rest = from(at + 1);
    return `(${taken} | ${rest === "" ? `""` : translation.rules.add(rest)})`;
  };
  return from(0);
}
