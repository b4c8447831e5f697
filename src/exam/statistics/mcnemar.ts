// McNemar's test of two arms on the same questions: only questions that one got right and the other wrong say anything.
import { binomialAtMost, binomialPoint } from "./binomial.ts";
import { checkWhole } from "./check-input.ts";

/** Questions on which the arms disagree. */
export type Discordant = { readonly onlyFirst: number; readonly onlySecond: number };

/** Two-sided exact p-value: wrongly below alpha in at most alpha of all cases, at any number of questions. */
export function exactMcNemar({ onlyFirst, onlySecond }: Discordant): number {
  const { trials, fewer } = discordant({ onlyFirst, onlySecond });
  return Math.min(1, 2 * binomialAtMost({ trials, share: 0.5 }, fewer));
}

/** The mid-p value: less cautious, and on few questions now and then above its alpha; shown beside the exact one, never instead. */
export function midPMcNemar({ onlyFirst, onlySecond }: Discordant): number {
  const { trials, fewer } = discordant({ onlyFirst, onlySecond });
  if (onlyFirst === onlySecond) return Math.min(1, 1 - binomialPoint({ trials, share: 0.5 }, fewer) / 2);
  const binomial = { trials, share: 0.5 };
  return 2 * binomialAtMost(binomial, fewer) - binomialPoint(binomial, fewer);
}

function discordant({ onlyFirst, onlySecond }: Discordant): { readonly trials: number; readonly fewer: number } {
  checkWhole("A number of questions", onlyFirst);
  checkWhole("A number of questions", onlySecond);
  return { trials: onlyFirst + onlySecond, fewer: Math.min(onlyFirst, onlySecond) };
}
