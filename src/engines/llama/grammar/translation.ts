// What the parts of a JSON Schema are translated into grammar with.
import type { JsonSchema } from "../../../spec/chat.ts";
import type { GrammarRules } from "./grammar-rules.ts";

export type Translation = {
  readonly rules: GrammarRules;
  /** The rule for a part; `path` names it in messages. */
  value(schema: unknown, path: string): string;
  /** Notes a part that a grammar cannot hold the model to. */
  unheld(path: string, keyword: string): void;
};

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
