// Writes the rows of a plan as the sidecar reads them: one conversation a line, in the form that chat templates take.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { SchoolbookError } from "../../core/errors.ts";
import { sha256 } from "../../core/hash.ts";
import type { ChatMessage, ChatPart } from "../../spec/chat.ts";
import type { TrainExample, TrainPlan } from "../../spec/training.ts";

export type WrittenExamples = { readonly path: string; readonly hash: string };

/** Examples of weight 0 are left out; a folder that holds other examples is refused, so that no run mixes two sets. */
export function writeExamples({ folder, examples }: Pick<TrainPlan, "folder" | "examples">): WrittenExamples {
  const text = examples
    .filter(({ weight }) => weight > 0)
    .map((example) => `${JSON.stringify(rowOf(example))}\n`)
    .join("");
  if (text === "") throw nothingToLearn(examples.length);
  const path = join(folder, "examples.jsonl");
  const hash = sha256(text);
  if (existsSync(path)) {
    if (sha256(readFileSync(path)) !== hash) throw otherExamples(folder);
    return { path, hash };
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
  return { path, hash };
}

function rowOf({ messages, weight }: TrainExample): object {
  return { messages: messages.flatMap(turnsOf), weight };
}

/** What was thought aloud is left out: it is no part of what the model is to say. */
function turnsOf({ role, content }: ChatMessage): readonly object[] {
  if (typeof content === "string") return [{ role, content }];
  const results = content.filter((part) => part.kind === "tool-result");
  if (results.length > 0) return results.map(({ output, id }) => ({ role, tool_call_id: id, content: said(output) }));
  const text = content.flatMap((part) => (part.kind === "text" ? [part.text] : [])).join("");
  const calls = content.filter((part) => part.kind === "tool-call").map(callOf);
  return [{ role, content: text, ...(calls.length === 0 ? {} : { tool_calls: calls }) }];
}

function callOf({ id, name, input }: Extract<ChatPart, { kind: "tool-call" }>): object {
  return { id, type: "function", function: { name, arguments: input } };
}

function said(output: unknown): string {
  return typeof output === "string" ? output : JSON.stringify(output);
}

function nothingToLearn(count: number): SchoolbookError {
  const message = count === 0 ? "There are no examples to learn from." : `All ${count} examples have weight 0.`;
  return new SchoolbookError("input_invalid", message, {
    hint: "Give at least one conversation with a reply, of a weight above 0.",
  });
}

function otherExamples(folder: string): SchoolbookError {
  return new SchoolbookError("input_invalid", `${folder} holds a run on other examples.`, {
    hint: "Name another folder, or delete this one to begin anew.",
  });
}
