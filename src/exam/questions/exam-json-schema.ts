// The JSON Schema of a file of questions, for editors and for other programs.
import { z } from "zod";

import { QUESTION_SCHEMA } from "./question-schema.ts";

const FILE = z
  .union([z.strictObject({ questions: z.array(QUESTION_SCHEMA) }), z.array(QUESTION_SCHEMA)])
  .describe("Questions of an exam, as YAML or JSON; a line of JSONL is one question.");

export function examJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(FILE, { io: "input", target: "draft-2020-12", reused: "ref" });
}
