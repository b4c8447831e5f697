// A store under test beside the reference store and a plain list of what the library should hold; all three live through the same actions.
import { expect } from "vitest";

import type { Document } from "../../src/spec/document.ts";
import type { Generation, IndexedPassage, LibraryChange, PassageKey, Store } from "../../src/spec/store.ts";
import { buildDocument, buildPassages, createMemoryStore } from "../../src/testing/index.ts";
import type { Action } from "./actions.ts";

export const DIMS = 16;

export type World = {
  readonly reopen: () => Promise<Store>;
  readonly reference: Store;
  subject: Store;
  active: Generation;
  readonly documents: Map<string, Document>;
  /** Every key that a search ever returned: none may ever open what it should not. */
  readonly keys: Set<PassageKey>;
};

const CHUNKERS = ["paragraphs", "whole"] as const;

export async function createWorld(reopen: () => Promise<Store>): Promise<World> {
  const [subject, reference] = [await reopen(), createMemoryStore()];
  const spec = { chunker: CHUNKERS[0], analyzer: "words", embedder: "fake", dims: DIMS };
  const active = await subject.createGeneration(spec);
  const twin = await reference.createGeneration(spec);
  expect(twin.id, "both stores number generations alike").toBe(active.id);
  for (const store of [subject, reference]) await store.activateGeneration(active.id);
  return { reopen, reference, subject, active, documents: new Map(), keys: new Set() };
}

/** The passages that a generation's chunker makes of a text. */
export function passagesFor(generation: Pick<Generation, "chunker">, text: string): readonly IndexedPassage[] {
  const passages = buildPassages(text, { dims: DIMS });
  if (generation.chunker === "paragraphs") return passages;
  const [whole] = buildPassages(text.replaceAll("\n\n", "  "), { dims: DIMS });
  return whole === undefined ? [] : [whole];
}

/** Lets one step happen: document actions go into one commit, actions on generations and reopening follow one by one. */
export async function live(world: World, step: readonly Action[]): Promise<void> {
  const change: Required<Pick<LibraryChange, "upserts" | "reindexes" | "touches" | "deletes">> = {
    upserts: [],
    reindexes: [],
    touches: [],
    deletes: [],
  };
  for (const action of withoutConflicts(step)) collect(world, action, change);
  for (const store of [world.subject, world.reference]) await store.commit({ generation: world.active.id, ...change });
  for (const action of step) await changeGenerations(world, action);
}

/** A commit says one thing about each document; later actions on one that was already named wait for another step. */
function withoutConflicts(step: readonly Action[]): readonly Action[] {
  const named = new Set<string>();
  return step.filter((action) => {
    const ids = action.kind === "rename" ? [action.from, action.to] : "id" in action ? [action.id] : [];
    if (ids.some((id) => named.has(id))) return false;
    for (const id of ids) named.add(id);
    return true;
  });
}

type Collected = {
  upserts: NonNullable<LibraryChange["upserts"]>;
  reindexes: NonNullable<LibraryChange["reindexes"]>;
  touches: NonNullable<LibraryChange["touches"]>;
  deletes: NonNullable<LibraryChange["deletes"]>;
};

function collect(world: World, action: Action, change: Collected): void {
  const { documents, active } = world;
  if (action.kind === "put") {
    const document = buildDocument(action.id, action.text, { acl: action.acl, metadata: action.metadata });
    documents.set(action.id, document);
    change.upserts = [...change.upserts, { document, passages: passagesFor(active, action.text) }];
    return;
  }
  if (action.kind === "rename") return rename(world, action, change);
  const document = "id" in action ? documents.get(action.id) : undefined;
  if (document === undefined) return;
  const { id, textHash, text } = document;
  if (action.kind === "delete") {
    documents.delete(id);
    change.deletes = [...change.deletes, id];
  } else if (action.kind === "reindex") {
    change.reindexes = [...change.reindexes, { id, textHash, passages: withoutVectors(passagesFor(active, text)) }];
  } else if (action.kind === "acl") {
    documents.set(id, { ...document, acl: action.acl });
    change.touches = [...change.touches, { id, acl: action.acl }];
  } else if (action.kind === "metadata") {
    documents.set(id, { ...document, metadata: action.metadata });
    change.touches = [...change.touches, { id, metadata: action.metadata }];
  }
}

/** A rename brings no vectors: those of the old name have to serve. */
function rename(world: World, { from, to }: { readonly from: string; readonly to: string }, change: Collected): void {
  const document = world.documents.get(from);
  if (document === undefined || from === to) return;
  const { acl, metadata } = document;
  const renamed = buildDocument(to, document.text, { acl, metadata });
  world.documents.delete(from);
  world.documents.set(to, renamed);
  change.deletes = [...change.deletes, from];
  change.upserts = [
    ...change.upserts,
    { document: renamed, passages: withoutVectors(passagesFor(world.active, document.text)) },
  ];
}

function withoutVectors(passages: readonly IndexedPassage[]): readonly IndexedPassage[] {
  return passages.map(({ vector: _vector, ...passage }) => passage);
}

async function changeGenerations(world: World, action: Action): Promise<void> {
  if (action.kind === "reopen") {
    await world.subject[Symbol.asyncDispose]();
    world.subject = await world.reopen();
  } else if (action.kind === "rebuild") {
    await rebuild(world, action.switch);
  } else if (action.kind === "activate" || action.kind === "drop") {
    const all = await world.reference.generations();
    const chosen = all[action.nth % all.length];
    if (chosen !== undefined) await activateOrDrop(world, action.kind, chosen);
  }
}

async function rebuild(world: World, switchTo: boolean): Promise<void> {
  const chunker = CHUNKERS[world.active.chunker === CHUNKERS[0] ? 1 : 0];
  const { analyzer, embedder, dims } = world.active;
  for (const store of [world.subject, world.reference]) {
    const made = await store.createGeneration({ chunker, analyzer, embedder, dims });
    const pending = await store.pendingDocuments(made.id, 1000);
    const reindexes = pending.map(({ id, text, textHash }) => ({ id, textHash, passages: passagesFor(made, text) }));
    await store.commit({ generation: made.id, reindexes });
    if (!switchTo) continue;
    await store.activateGeneration(made.id);
    world.active = made;
  }
}

/** Both stores do it, or both refuse. */
async function activateOrDrop(world: World, kind: "activate" | "drop", chosen: Generation): Promise<void> {
  const outcomes = await Promise.all(
    [world.subject, world.reference].map(async (store) => {
      const work = kind === "drop" ? store.dropGeneration(chosen.id) : store.activateGeneration(chosen.id);
      return work.then(
        () => "done",
        () => "refused",
      );
    }),
  );
  expect(outcomes[0], `${kind} of generation ${chosen.id}`).toBe(outcomes[1]);
  if (kind === "activate" && outcomes[0] === "done") world.active = chosen;
}
