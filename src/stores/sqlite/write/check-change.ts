// Refuses a change that would leave the library inconsistent, before anything is written.
import { SchoolbookError } from "../../../core/errors.ts";
import type { Document } from "../../../spec/document.ts";
import type { Generation, IndexedPassage, LibraryChange } from "../../../spec/store.ts";

export function checkChange(change: LibraryChange, generation: Generation): void {
  for (const { document, passages } of change.upserts ?? []) {
    checkDocument(document);
    for (const passage of passages)
      checkPassage(passage, { id: document.id, generation, length: document.text.length });
  }
  for (const { id, passages } of change.reindexes ?? []) {
    for (const passage of passages) checkPassage(passage, { id, generation, length: Infinity });
  }
}

function checkDocument({ id, modifiedAt }: Document): void {
  if (id === "") throw new SchoolbookError("input_invalid", "A document has an empty id.");
  if (!Number.isFinite(modifiedAt)) {
    throw new SchoolbookError("input_invalid", `modifiedAt of ${id} is ${modifiedAt}, which is not a time.`);
  }
}

type Whose = {
  readonly id: string;
  readonly generation: Generation;
  readonly length: number;
};

function checkPassage(passage: IndexedPassage, whose: Whose): void {
  const problem = problemOf(passage, whose);
  if (problem === undefined) return;
  const { start, end, ordinal } = passage;
  throw new SchoolbookError("input_invalid", `Passage ${ordinal} of ${whose.id} (${start}–${end}) ${problem}.`, {
    details: { documentId: whose.id, ordinal, start, end },
  });
}

function problemOf({ start, end, terms, vector }: IndexedPassage, { generation, length }: Whose): string | undefined {
  if (!(start >= 0 && start <= end && end <= length)) return `lies outside the text, which has ${length} characters`;
  for (const [term, count] of terms) {
    if (!Number.isInteger(count) || count < 1) return `has the term "${term}" ${count} times`;
  }
  if (vector === undefined || generation.embedder === null) return undefined;
  if (vector.length !== generation.dims)
    return `has a vector of ${vector.length} dimensions instead of ${generation.dims}`;
  return isFiniteVector(vector) ? undefined : "has a vector with a value that is not a finite number";
}

function isFiniteVector(vector: Float32Array): boolean {
  // why: a sum is finite only when all of its squares are, and adding is far quicker than asking about each.
  let sum = 0;
  for (let index = 0; index < vector.length; index++) sum += (vector[index] ?? 0) ** 2;
  return Number.isFinite(sum);
}
