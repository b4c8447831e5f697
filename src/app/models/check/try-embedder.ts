// Tries an embedder: the length of its vectors, its speed, and whether related texts are near each other.
import { SchoolbookError } from "../../../core/errors.ts";
import type { Opened } from "../../../engines/engine.ts";
import type { Embedder } from "../../../spec/embedder.ts";
import { shownMs, type Trying } from "./finding.ts";

const QUESTION = "How long does the warranty last?";
const TEXTS = ["The warranty lasts five years.", "Parental leave is sixteen weeks."] as const;
const MANY = 32;

export async function tryEmbedder(open: () => Promise<Opened<Embedder> | undefined>, trying: Trying): Promise<void> {
  const { findings, runtime, signal } = trying;
  const started = runtime.monotonicMs();
  await using embedder = await open();
  if (embedder === undefined) throw new SchoolbookError("internal", "The engine has no embedders.");
  const [question] = await embedder.embed([QUESTION], "query", signal);
  const firstMs = runtime.monotonicMs() - started;
  const { dims, maxTokens, fingerprint } = embedder;
  findings.push({
    name: "vectors",
    status: "works",
    detail: `${dims} dimensions, texts of ${maxTokens} tokens, the first after ${shownMs(firstMs)}`,
    facts: { dims, maxTokens, fingerprint, firstMs },
  });
  const texts = Array.from({ length: MANY }, (_, index) => `${TEXTS[index % 2] ?? ""} Copy ${index}.`);
  const manyStarted = runtime.monotonicMs();
  await embedder.embed(texts, "document", signal);
  const ms = runtime.monotonicMs() - manyStarted;
  const perSecond = Math.round(MANY / Math.max(ms / 1000, 1e-6));
  findings.push({
    name: "speed",
    status: "works",
    detail: `${MANY} short texts in ${shownMs(ms)}`,
    facts: { ms, perSecond },
  });
  const [right, wrong] = (await embedder.embed(TEXTS, "document", signal)).map((vector) => cosine(question, vector));
  const sensible = (right ?? 0) > (wrong ?? 0);
  findings.push({
    name: "meaning",
    status: sensible ? "works" : "wrong",
    detail: sensible
      ? "a question is nearer to its answer than to another text"
      : "a question is nearer to another text than to its answer",
    facts: { right: right ?? 0, wrong: wrong ?? 0 },
  });
}

function cosine(left: Float32Array | undefined, right: Float32Array): number {
  return right.reduce((sum, value, index) => sum + value * (left?.[index] ?? 0), 0);
}
