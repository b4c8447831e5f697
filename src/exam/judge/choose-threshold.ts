// From which of its scores on a judge accepts: chosen on one half of the labels and judged on the other, so as not to flatter it.
import { cohenKappa } from "../statistics/cohen-kappa.ts";
import { confusionOf } from "./calibrate-judge.ts";
import type { JudgedItem, Thresholds } from "./judged-item.ts";

/** The threshold with the best kappa on these labels; the lowest of several that are as good. */
export function chooseThreshold(items: readonly JudgedItem[], people: number): number {
  const candidates = [...new Set(items.map(({ judge }) => judge))].toSorted((one, other) => one - other);
  let best = { threshold: candidates[0] ?? 0, kappa: Number.NEGATIVE_INFINITY };
  for (const threshold of candidates) {
    const kappa = kappaAt(items, { judge: threshold, people });
    if (kappa > best.kappa) best = { threshold, kappa };
  }
  return best.threshold;
}

/**
 * Two halves by cluster, so that no answer to one question is in both: labels to choose on, labels to judge on. Every
 * second cluster in the order of their names, which says nothing about them.
 */
export function splitLabels<Item extends JudgedItem>(
  items: readonly Item[],
): { readonly choose: readonly Item[]; readonly judge: readonly Item[] } {
  const clusters = [...new Set(items.map(({ cluster }) => cluster))].toSorted();
  const chosen = new Set(clusters.filter((_, index) => index % 2 === 0));
  return {
    choose: items.filter(({ cluster }) => chosen.has(cluster)),
    judge: items.filter(({ cluster }) => !chosen.has(cluster)),
  };
}

function kappaAt(items: readonly JudgedItem[], thresholds: Thresholds): number {
  const { bothAccept, onlyPeople, onlyJudge, bothReject } = confusionOf(items, thresholds);
  const kappa = cohenKappa([
    [bothAccept, onlyPeople],
    [onlyJudge, bothReject],
  ]);
  return kappa?.value ?? Number.NEGATIVE_INFINITY;
}
