// A row of a run as the reader of its page may see it, with what came of it.
import type { ScoredRow } from "../export/scored-run.ts";
import { withhold, wordless } from "../report/withhold.ts";
import type { PageRun } from "./page-run.ts";
import { isUnverified, outcomeOf, type Outcome } from "./row-outcome.ts";

export type PageRow = ScoredRow & {
  readonly outcome: Outcome;
  readonly isUnverified: boolean;
  /** Its answer rests on something that the reader may not read: neither that nor what scores say of it is told. */
  readonly isWithheld: boolean;
};

export function withholdClosed(
  row: ScoredRow,
  { library, decidedBy }: Pick<PageRun, "library" | "decidedBy">,
): PageRow {
  const { trial, isWithheld, isTold } = withhold(row.trial, library);
  return {
    outcome: outcomeOf(row, decidedBy),
    isUnverified: isUnverified(row),
    isWithheld,
    trial,
    scores: isTold ? row.scores : new Map([...row.scores].map(([name, score]) => [name, wordless(score)])),
  };
}
