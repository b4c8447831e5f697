// How a judge's scores go together with people's, beside how one person's go together with the others'.
import { SchoolbookError } from "../../core/errors.ts";
import {
  clusteredPearson,
  type ClusteredPairs,
  clusteredSpearman,
  type CorrelationOptions,
} from "../statistics/clustered-correlation.ts";
import type { Estimate } from "../statistics/interval.ts";
import { type JudgedItem, meanOf } from "./judged-item.ts";

export type Correlation = { readonly pearson: Estimate | undefined; readonly spearman: Estimate | undefined };

export type JudgeAgreement = {
  readonly items: number;
  readonly judgeWithPeople: Correlation;
  /** Each person against the mean of the others who scored the same answer: what a judge can be expected to reach. */
  readonly personWithOthers: Correlation;
};

/** The intervals take answers of one cluster, and one answer's several people, for what they are: no separate evidence. */
export function judgeAgreement(items: readonly JudgedItem[], options: CorrelationOptions): JudgeAgreement {
  const unlabelled = items.find(({ people }) => people.length === 0);
  if (unlabelled !== undefined) {
    throw new SchoolbookError("input_invalid", `No person has scored answer ${unlabelled.id}; each needs a label.`);
  }
  const persons = items.flatMap(({ people, cluster }) =>
    people.length < 2 ? [] : people.map((own, index) => ({ own, others: meanOf(people.toSpliced(index, 1)), cluster })),
  );
  const judged = {
    first: items.map(({ judge }) => judge),
    second: items.map(({ people }) => meanOf(people)),
    clusters: items.map(({ cluster }) => cluster),
  };
  const paired = {
    first: persons.map(({ own }) => own),
    second: persons.map(({ others }) => others),
    clusters: persons.map(({ cluster }) => cluster),
  };
  return {
    items: items.length,
    judgeWithPeople: correlate(judged, options),
    personWithOthers: correlate(paired, options),
  };
}

function correlate(pairs: ClusteredPairs, options: CorrelationOptions): Correlation {
  return { pearson: clusteredPearson(pairs, options), spearman: clusteredSpearman(pairs, options) };
}
