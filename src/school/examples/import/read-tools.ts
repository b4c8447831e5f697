// Tools in OpenAI's shape.
import type { ChatTool } from "../../../spec/chat.ts";
import { isAbsent, isRecord, parsed, textOf } from "./json-value.ts";

/** Undefined where it is no list of tools. */
export function readTools(value: unknown): readonly ChatTool[] | undefined {
  const list = typeof value === "string" && value.trim() !== "" ? parsed(value) : value;
  if (isAbsent(list)) return [];
  if (!Array.isArray(list)) return undefined;
  const tools = list.map((tool: unknown): ChatTool | undefined => {
    const described = isRecord(tool) && isRecord(tool["function"]) ? tool["function"] : tool;
    const name = isRecord(described) ? textOf(described["name"]) : undefined;
    if (!isRecord(described) || name === undefined) return undefined;
    const schema = described["parameters"];
    return {
      name,
      description: textOf(described["description"]) ?? "",
      inputSchema: isRecord(schema) ? schema : { type: "object", properties: {} },
    };
  });
  return tools.every((tool) => tool !== undefined) ? tools : undefined;
}
