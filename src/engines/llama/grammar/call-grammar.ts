// The grammar of a call that must be made: the marks of the model's template, a tool's name, arguments that fit it.
import type { ChatTool } from "../../../spec/chat.ts";
import type { ToolFormat } from "../messages.ts";
import { createGrammarRules, jsonLiteral, literal } from "./grammar-rules.ts";
import { type JsonGrammar, translateSchema } from "./json-grammar.ts";

/** Exactly one call of one of the tools. */
export function callGrammar(tools: readonly ChatTool[], format: ToolFormat): JsonGrammar {
  const { open, close, nameKey, inputKey, isList } = format;
  const rules = createGrammarRules();
  const unheld: string[] = [];
  const calls = tools.map(({ name, inputSchema }) => {
    const input = translateSchema(inputSchema, { rules, path: name, unheld });
    const named = `${jsonLiteral(nameKey)} gap ":" gap ${jsonLiteral(name)} space`;
    return rules.add(`"{" space ${named} "," space ${jsonLiteral(inputKey)} gap ":" gap ${input} space "}"`);
  });
  const call = `(${calls.join(" | ")})`;
  const before = open === "" ? "" : `${literal(open)} space `;
  const after = close === "" ? "" : ` space ${literal(close)}`;
  return { grammar: rules.print(`${before}${isList ? `"[" space ${call} space "]"` : call}${after}`), unheld };
}
