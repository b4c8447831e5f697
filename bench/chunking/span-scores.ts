// Span recall, precision and intersection over union as the chunking evaluation of Smith and Troynikov (Chroma, 2024) defines them.
import type { Span } from "../../src/spec/document.ts";

export type SpanScores = {
  /** Covered reference characters / reference characters. */
  readonly recall: number;
  /** Covered reference characters / retrieved characters. */
  readonly precision: number;
  /** Covered reference characters / (retrieved characters + reference characters that were missed). */
  readonly iou: number;
};

/** `inCorpus` are the retrieved spans in the references' own text; `retrievedLength` counts all of them, repeats too. */
export function scoreSpans(
  references: readonly Span[],
  inCorpus: readonly Span[],
  retrievedLength: number,
): SpanScores {
  const covered = lengthOf(
    union(references.flatMap((reference) => inCorpus.flatMap((span) => overlap(reference, span)))),
  );
  const wanted = lengthOf(references);
  const missed = lengthOf(union(references)) - covered;
  return { recall: covered / wanted, precision: covered / retrievedLength, iou: covered / (retrievedLength + missed) };
}

function overlap(one: Span, other: Span): Span[] {
  const start = Math.max(one.start, other.start);
  const end = Math.min(one.end, other.end);
  return start < end ? [{ start, end }] : [];
}

function union(spans: readonly Span[]): Span[] {
  const merged: { start: number; end: number }[] = [];
  for (const span of spans.toSorted((one, other) => one.start - other.start)) {
    const last = merged.at(-1);
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged;
}

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + span.end - span.start, 0);
}
