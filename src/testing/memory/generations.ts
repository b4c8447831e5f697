// The life of a generation in the in-memory store: building, active, retired, dropped.
import { SchoolbookError } from "../../core/errors.ts";
import type { Document } from "../../spec/document.ts";
import type { Generation, GenerationId, GenerationSpec } from "../../spec/store.ts";
import { unknownGeneration } from "./apply-change.ts";
import type { MemoryState } from "./state.ts";

export function addGeneration(state: MemoryState, spec: GenerationSpec, createdAt: number): Generation {
  const generation: Generation = { ...spec, id: state.nextGeneration++, state: "building", createdAt };
  state.generations.set(generation.id, generation);
  state.vectors.set(generation.id, new Map());
  state.indexed.set(generation.id, new Map());
  return generation;
}

export function pendingIn(state: MemoryState, generation: GenerationId, limit: number): readonly Document[] {
  const indexed = state.indexed.get(generation);
  if (indexed === undefined) throw unknownGeneration(generation);
  return [...state.documents.values()]
    .filter(({ id, textHash }) => indexed.get(id) !== textHash)
    .slice(0, Math.max(0, limit));
}

export function activate(state: MemoryState, id: GenerationId): void {
  const generation = state.generations.get(id);
  if (generation === undefined) throw unknownGeneration(id);
  const [waiting] = pendingIn(state, id, 1);
  if (waiting !== undefined) {
    const message = `Generation ${id} cannot be switched to: ${waiting.id} is not indexed in it yet.`;
    throw new SchoolbookError("library_mismatch", message, { details: { documentId: waiting.id, generation: id } });
  }
  for (const other of state.generations.values()) {
    if (other.state === "active") state.generations.set(other.id, { ...other, state: "retired" });
  }
  state.generations.set(id, { ...generation, state: "active" });
}

export function drop(state: MemoryState, id: GenerationId): void {
  const generation = state.generations.get(id);
  if (generation === undefined) throw unknownGeneration(id);
  if (generation.state === "active")
    throw new SchoolbookError("usage", `Generation ${id} is active and cannot be dropped.`);
  state.generations.delete(id);
  state.vectors.delete(id);
  state.indexed.delete(id);
  for (const [key, passage] of state.passages) if (passage.generation === id) state.passages.delete(key);
}
