// Checks the in-memory state against itself, and counts what was checked.
import { hashText } from "../../core/hash.ts";
import type { AuditFinding, AuditKind, AuditReport } from "../../spec/store.ts";
import type { MemoryPassage, MemoryState } from "./state.ts";

export function auditState(state: MemoryState): AuditReport {
  const passages = [...state.passages.values()];
  const findings = [
    ...changedTexts(state),
    ...passages.flatMap((passage) => auditPassage(state, passage)),
    ...unusedVectors(state, passages),
  ];
  return { findings, checked: counts(state) };
}

function changedTexts(state: MemoryState): AuditFinding[] {
  return [...state.documents.values()]
    .filter((document) => hashText(document) !== document.textHash)
    .map(({ id }) => ({ kind: "text", message: `The text of ${id} does not match its hash.`, documentId: id }));
}

function auditPassage(state: MemoryState, passage: MemoryPassage): AuditFinding[] {
  const { documentId, generation, hash, key } = passage;
  const at = { documentId, generation };
  const document = state.documents.get(documentId);
  if (document === undefined) return [{ kind: "passages", message: `Passage ${key} has no document.`, ...at }];
  const findings: AuditFinding[] = [];
  if (passage.start < 0 || passage.end < passage.start || passage.end > document.text.length) {
    findings.push({ kind: "passages", message: `Passage ${key} lies outside the text of ${documentId}.`, ...at });
  }
  if (state.generations.get(generation)?.embedder !== null && !state.vectors.get(generation)?.has(hash)) {
    findings.push({ kind: "vectors", message: `Passage ${key} of ${documentId} has no vector.`, ...at });
  }
  return findings;
}

function unusedVectors(state: MemoryState, passages: readonly MemoryPassage[]): AuditFinding[] {
  const used = new Set(passages.map(({ generation, hash }) => `${generation}:${hash}`));
  return [...state.vectors].flatMap(([generation, vectors]) =>
    [...vectors.keys()]
      .filter((hash) => !used.has(`${generation}:${hash}`))
      .map((hash) => ({ kind: "vectors" as const, message: `Vector ${hash} belongs to no passage.`, generation })),
  );
}

function counts(state: MemoryState): Record<AuditKind, number> {
  const vectors = [...state.vectors.values()].reduce((sum, own) => sum + own.size, 0);
  return {
    file: 1,
    text: state.documents.size,
    passages: state.passages.size,
    postings: [...state.passages.values()].reduce((sum, { terms }) => sum + terms.size, 0),
    vectors,
    access: state.documents.size,
  };
}
