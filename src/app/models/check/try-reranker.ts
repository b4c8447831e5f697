// Tries a reranker: whether the text that answers comes first, and how long it takes.
import { SchoolbookError } from "../../../core/errors.ts";
import type { Opened } from "../../../engines/engine.ts";
import type { Reranker } from "../../../spec/reranker.ts";
import { shownMs, type Trying } from "./finding.ts";

const QUERY = "How long does the warranty last?";
const TEXTS = ["Parental leave is sixteen weeks.", "The warranty lasts five years.", "Dry the cap for a day."] as const;
const RIGHT = 1;

export async function tryReranker(open: () => Promise<Opened<Reranker> | undefined>, trying: Trying): Promise<void> {
  const { findings, runtime, signal } = trying;
  const started = runtime.monotonicMs();
  await using reranker = await open();
  if (reranker === undefined) throw new SchoolbookError("internal", "The engine has no rerankers.");
  const [best] = await reranker.rank(QUERY, TEXTS, TEXTS.length, signal);
  const ms = runtime.monotonicMs() - started;
  const good = best?.index === RIGHT;
  const detail = good ? `the answer comes first of ${TEXTS.length}` : "another text comes before the answer";
  const facts = { ms, bestScore: best?.score ?? 0 };
  findings.push({
    name: "ranking",
    status: good ? "works" : "wrong",
    detail: `${detail}, after ${shownMs(ms)}`,
    facts,
  });
}
