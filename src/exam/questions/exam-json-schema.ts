// The JSON Schema of a file of questions, for editors and for other programs.
import { z } from "zod";

import { QUESTION_SCHEMA } from "./question-schema.ts";

type JsonObject = Readonly<Record<string, unknown>>;

const LIST = { type: "array", items: { $ref: "#/$defs/question" } };

export function examJsonSchema(): JsonObject {
  const { $schema, ...question } = z.toJSONSchema(QUESTION_SCHEMA, { io: "input", target: "draft-2020-12" });
  return {
    $schema,
    description: "Questions of an exam, as YAML or JSON; a line of JSONL is one question.",
    anyOf: [
      { type: "object", properties: { questions: LIST }, required: ["questions"], additionalProperties: false },
      LIST,
    ],
    $defs: { question },
  };
}
