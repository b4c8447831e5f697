// Answers with a value that fits a given JSON schema, and puts beside each of its fields the passage that says it.
import { SchoolbookError } from "../../../core/errors.ts";
import { parseJson } from "../../../core/parse-json.ts";
import type { AnswerEvent, Citation, UnsupportedClaim } from "../../../spec/answer.ts";
import type { JsonSchema } from "../../../spec/chat.ts";
import { collectReply } from "../collect-reply.ts";
import { citationEvents, describe, refuse, type Work } from "../finish-answer.ts";
import { citationOf } from "../reply/create-reply-reader.ts";
import { brokenOff, chatRequest, type Ending, readingOf } from "../stream-reply.ts";
import { outsideChoices } from "./outside-choices.ts";
import { readFields } from "./read-fields.ts";
import { verifyField } from "./verify-field.ts";

/** Said after the template's own system message. */
export const SCHEMA_INSTRUCTION =
  'Reply with JSON: "sufficient" says whether the passages answer; "value" is the answer; "citations" names for each of its fields (as a JSON pointer, such as "/price") the number of the passage and a short exact quote from it.';

export async function* answerBySchema(work: Work, schema: JsonSchema): AsyncGenerator<AnswerEvent> {
  const { model } = work.options;
  if (!model.can.json) {
    const message = `${model.id} cannot be held to a JSON schema.`;
    throw new SchoolbookError("input_invalid", message, { hint: "Ask without a schema, or choose another model." });
  }
  const request = { ...chatRequest(work, false), json: wrapped(schema) };
  const { text: raw, ...ending } = await collectReply(model.generate(request)).catch((thrown: unknown) => {
    throw brokenOff(thrown, work, "");
  });
  if (ending.reason === "length" && !isWhole(raw)) throw cutOff(work);
  const read = readWrapped(raw, model.id);
  if (!read.sufficient) {
    yield* refuse(work, { by: "check", ending });
    return;
  }
  refuseOutside(read.value, schema, model.id);
  yield* give(work, read, ending);
}

/** Whoever acts on a label must not meet one that nobody gave. */
function refuseOutside(value: unknown, schema: JsonSchema, model: string): void {
  const outside = outsideChoices(value, schema);
  if (outside === undefined) return;
  const { pointer, said, choices } = outside;
  const shown = choices.slice(0, SHOWN_CHOICES).map((one) => JSON.stringify(one));
  const more = choices.length > SHOWN_CHOICES ? ` and ${choices.length - SHOWN_CHOICES} more` : "";
  const place = pointer === "" ? "" : ` at ${pointer}`;
  const message = `${model} was held to a JSON schema and wrote ${JSON.stringify(said)}${place}, which is none of ${shown.join(", ")}${more}.`;
  throw new SchoolbookError("engine_failed", message, {
    hint: "Its server does not hold replies to schemas. Ask again, or use a model that runs here, whose replies are held to them.",
  });
}

const SHOWN_CHOICES = 5;

function isWhole(raw: string): boolean {
  try {
    parseJson(raw);
    return true;
  } catch {
    // why: whether it can be read is all that is asked here.
    return false;
  }
}

function cutOff({ options, settings }: Work): SchoolbookError {
  const message = `${options.model.id} had used up its ${settings.maxReplyTokens} tokens before its JSON was complete.`;
  return new SchoolbookError("engine_failed", message, { hint: "Raise `answer.maxReplyTokens`, or ask for less." });
}

function* give(work: Work, { value, citations: cited }: Wrapped, ending: Ending): Generator<AnswerEvent> {
  const text = JSON.stringify(value, undefined, 2);
  yield { kind: "text-delta", text };
  const citations: Citation[] = [];
  const unsupported: UnsupportedClaim[] = [];
  let inventedNumbers = 0;
  for (const field of readFields(value, text)) {
    const own = cited.filter((citation) => citation.field === field.pointer);
    const { evidence, reason, invented } = verifyField({ ...field, cited: own }, work.shelf);
    inventedNumbers += invented;
    const place = { start: field.start, end: field.end };
    const found = evidence.flatMap((one) => citationOf(one, place, readingOf(work)) ?? []);
    citations.push(...found.map((citation) => ({ ...citation, field: field.pointer })));
    if (reason !== undefined) unsupported.push({ ...place, reason, field: field.pointer });
  }
  yield* citationEvents(citations, work);
  const { chance } = work.gathered.judged;
  const sufficiency = { sufficient: true, by: "check", ...(chance === undefined ? {} : { chance }) } as const;
  const removed = { inventedNumbers, unverifiedMarks: 0, links: 0 };
  const told = { text, answered: true, citations, unsupported, removed, sufficiency, value };
  yield { kind: "finish", answer: { ...describe(work, ending), ...told } };
}

function wrapped(value: JsonSchema): JsonSchema {
  const properties = { field: { type: "string" }, passage: { type: "integer" }, quote: { type: "string" } };
  const citation = { type: "object", properties, required: ["field", "passage", "quote"], additionalProperties: false };
  return {
    type: "object",
    properties: { sufficient: { type: "boolean" }, value, citations: { type: "array", items: citation } },
    required: ["sufficient", "value", "citations"],
    additionalProperties: false,
  };
}

export type FieldCitation = { readonly field: string; readonly passage: number; readonly quote: string };

type Wrapped = { readonly sufficient: boolean; readonly value: unknown; readonly citations: readonly FieldCitation[] };

function readWrapped(raw: string, model: string): Wrapped {
  try {
    const read: unknown = parseJson(raw);
    if (typeof read === "object" && read !== null && "value" in read) {
      const sufficient = !("sufficient" in read) || read.sufficient !== false;
      const listed: readonly unknown[] = "citations" in read && Array.isArray(read.citations) ? read.citations : [];
      return { sufficient, value: read.value, citations: listed.flatMap((one) => readCitation(one)) };
    }
  } catch (cause) {
    throw new SchoolbookError("engine_failed", `${model} was held to a JSON schema and wrote no valid JSON.`, {
      cause,
    });
  }
  throw new SchoolbookError("engine_failed", `${model} was held to a JSON schema and wrote something else.`);
}

function readCitation(one: unknown): readonly FieldCitation[] {
  if (typeof one !== "object" || one === null) return [];
  const field = "field" in one && typeof one.field === "string" ? one.field : "";
  const passage = "passage" in one && typeof one.passage === "number" ? one.passage : 0;
  const quote = "quote" in one && typeof one.quote === "string" ? one.quote : "";
  const pointer = field === "" || field.startsWith("/") ? field : `/${field.replaceAll(".", "/")}`;
  return [{ field: pointer, passage, quote }];
}
