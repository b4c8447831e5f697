// Reads training rows: JSON lines with `messages`, and beside them who may see what they were made from.
import { readFileSync } from "node:fs";

import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import type { Acl } from "../../spec/access.ts";
import type { TrainExample } from "../../spec/training.ts";

const rowSchema = z.looseObject({
  messages: z.array(z.looseObject({ role: z.enum(["system", "user", "assistant"]), content: z.string() })).min(1),
  weight: z.number().nonnegative().default(1),
  acl: z.array(z.string()).optional(),
});

/** `acl` is for rows that say nothing themselves; where neither does, nothing is guessed. */
export function readTrainRows(path: string, acl: Acl | undefined): readonly TrainExample[] {
  return readText(path)
    .split("\n")
    .flatMap((text, at) => (text.trim() === "" ? [] : [readRow(text, `${path} line ${at + 1}`, acl)]));
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new SchoolbookError("not_found", `${path} cannot be read.`, { hint: "Check the file's name.", cause });
  }
}

function readRow(text: string, place: string, fallback: Acl | undefined): TrainExample {
  const found = rowSchema.safeParse(parseJson(text, place));
  if (!found.success) {
    const [issue] = found.error.issues;
    throw wrong(place, `${issue?.path.join(".") ?? "the row"}: ${issue?.message ?? "not understood"}`);
  }
  const { messages, weight } = found.data;
  const acl = found.data.acl ?? fallback;
  if (acl === undefined) {
    throw new SchoolbookError("input_invalid", `${place} does not say who may see what it was made from.`, {
      hint: 'Add `acl` to the row, such as ["group:support"], or say it for all such rows with --acl.',
    });
  }
  return { messages: messages.map(({ role, content }) => ({ role, content })), weight, acl };
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong(place, "no JSON");
  }
}

function wrong(place: string, why: string): SchoolbookError {
  return new SchoolbookError("input_invalid", `${place}: ${why}.`, {
    hint: 'A row is one line: {"messages": [{"role": "user", "content": "…"}, {"role": "assistant", "content": "…"}]}.',
  });
}
