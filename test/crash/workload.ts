// What the killed processes do to a library: steps that follow from a seed and a number alone, so that whoever looks later knows what must be there.
import { hashParts } from "../../src/core/hash.ts";
import { seededRandom } from "../../src/core/runtime.ts";
import type { Document } from "../../src/spec/document.ts";
import type { Generation, IndexedPassage, LibraryChange } from "../../src/spec/store.ts";
import { buildDocument, buildPassages } from "../../src/testing/index.ts";

export const DIMS = 32;
export const SOURCE = "crash";
/** What the imports of a library go back to, again and again. */
export const ARCHIVE = "archive.sqlite";
export const PARAGRAPHS = { chunker: "paragraphs@1", analyzer: "words@1", embedder: "fake@1", dims: DIMS };
export const WHOLE = { ...PARAGRAPHS, chunker: "whole@1" };

const WORDS = ["apple", "pear", "fig", "plum", "lime", "kiwi", "date", "soup", "salt", "rice", "bean", "corn"];
const ACLS = [["public"], ["user:ann"], ["group:cooks", "user:bob"], []];
const DOCUMENTS = 120;

/** Documents by id, after a number of steps. */
export type Model = ReadonlyMap<string, Document>;

type Step = {
  readonly puts: readonly Document[];
  readonly deletes: readonly string[];
  readonly touches: readonly AclTouch[];
};
type AclTouch = { readonly id: string; readonly acl: readonly string[] };

/** What step `n` of the life with this seed does; no document occurs in it twice. */
function stepOf(seed: number, n: number): Step {
  const random = seededRandom(seed * 100_003 + n);
  const pick = <Value>(values: readonly Value[], fallback: Value): Value =>
    values[Math.floor(random() * values.length)] ?? fallback;
  const ids = shuffled(
    Array.from({ length: DOCUMENTS }, (_, index) => `doc${index}`),
    random,
  );
  const puts = ids.splice(0, 1 + Math.floor(random() * 12)).map((id) => {
    const paragraphs = Array.from({ length: 1 + Math.floor(random() * 5) }, () =>
      Array.from({ length: 3 + Math.floor(random() * 20) }, () => pick(WORDS, "apple")).join(" "),
    );
    const metadata = { step: n, kind: pick(["open", "closed"], "open") };
    return buildDocument(id, paragraphs.join("\n\n"), { source: SOURCE, acl: pick(ACLS, []), metadata });
  });
  const deletes = ids.splice(0, Math.floor(random() * 4));
  const touches = ids.splice(0, Math.floor(random() * 5)).map((id) => ({ id, acl: pick(ACLS, []) }));
  return { puts, deletes, touches };
}

function shuffled<Value>(values: readonly Value[], random: () => number): Value[] {
  return values
    .map((value) => ({ value, place: random() }))
    .toSorted((left, right) => left.place - right.place)
    .map(({ value }) => value);
}

/** The change that brings step `n` into a store; the source's state says that it was the last. */
export function changeOf(seed: number, n: number, generation: Generation): LibraryChange {
  const { puts, deletes, touches } = stepOf(seed, n);
  return {
    generation: generation.id,
    upserts: puts.map((document) => ({ document, passages: passagesFor(generation, document) })),
    deletes,
    touches,
    sourceStates: new Map([[SOURCE, String(n)]]),
  };
}

/** What is there after so many steps from nothing. */
export function modelAfter(seed: number, steps: number): Model {
  let model: Model = new Map();
  for (let n = 1; n <= steps; n++) model = afterStep(model, seed, n);
  return model;
}

export function afterStep(model: Model, seed: number, n: number): Model {
  const { puts, deletes, touches } = stepOf(seed, n);
  const next = new Map(model);
  for (const id of deletes) next.delete(id);
  for (const document of puts) next.set(document.id, document);
  for (const { id, acl } of touches) {
    const document = next.get(id);
    if (document !== undefined) next.set(id, { ...document, acl });
  }
  return next;
}

/** What the generation's chunker makes of a document: a passage per paragraph, or one of everything. */
export function passagesFor(
  { chunker }: Pick<Generation, "chunker">,
  { text }: Pick<Document, "text">,
): readonly IndexedPassage[] {
  const passages = buildPassages(text, { dims: DIMS });
  if (chunker === PARAGRAPHS.chunker) return passages;
  return buildPassages(text.replaceAll("\n\n", "  "), { dims: DIMS }).map((passage) => ({
    ...passage,
    hash: hashParts([chunker, passage.hash]),
  }));
}
