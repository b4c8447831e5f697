// A reply that is a JSON object without having been asked for one, as a model writes that went to school for a form: held against the passages field by field.
import { parseObject } from "../../../core/parse-object.ts";
import type { Citation, UnsupportedClaim } from "../../../spec/answer.ts";
import { citationOf, type ReadReply, type ReplyReading } from "../reply/create-reply-reader.ts";
import type { FieldCitation } from "./answer-by-schema.ts";
import { type Field, readFields } from "./read-fields.ts";
import { verifyField } from "./verify-field.ts";

/** Fields that are understood to hold the number of a passage. */
const NUMBERED = /^\/(?:source|passage|citation|reference|ref)$/iu;

/** Undefined for every other reply. */
export function verifyJsonReply(read: ReadReply, reading: ReplyReading): ReadReply | undefined {
  const value = parseObject(read.text);
  if (value === undefined) return undefined;
  const fields = readFields(value, read.text);
  const number = fields.find(isNumber);
  const citations: Citation[] = [];
  const unsupported: UnsupportedClaim[] = [];
  let inventedNumbers = number !== undefined && !reading.shelf.passages.has(Number(number.value)) ? 1 : 0;
  for (const field of fields) {
    if (isNumber(field)) continue;
    const { evidence, reason, invented } = verifyField({ ...field, cited: citedBy(field, number) }, reading.shelf);
    inventedNumbers = Math.max(inventedNumbers, invented);
    const place = { start: field.start, end: field.end };
    const found = evidence.flatMap((one) => citationOf(one, place, reading) ?? []);
    citations.push(...found.map((citation) => ({ ...citation, field: field.pointer })));
    if (reason !== undefined) unsupported.push({ ...place, reason, field: field.pointer });
  }
  return { ...read, citations, unsupported, removed: { ...read.removed, inventedNumbers } };
}

function isNumber({ pointer, value }: Field): boolean {
  return NUMBERED.test(pointer) && /^\d+$/u.test(value);
}

function citedBy({ pointer }: Field, number: Field | undefined): readonly FieldCitation[] {
  return number === undefined ? [] : [{ field: pointer, passage: Number(number.value), quote: "" }];
}
