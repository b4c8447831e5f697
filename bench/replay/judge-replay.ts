// Turns a replay's measurements into figures and holds them against the bars.
import type { CommitResult, ReplayResult } from "./replay.ts";

export type Verdict = { readonly name: string; readonly figure: string; readonly passed: boolean };

/** Passages embedded for each passage whose text changed, at most. */
export const MAX_EMBEDDED_RATIO = 1.15;

/** Slower by more than this is not flat; below it lies what a shared disk does from one run to the next. */
export const MAX_SLOWDOWN = 1.5;

/** The bars that every replay has to clear. */
export function judgeReplay({ commits, equalsHead, idleSyncs, busyIdleSyncs }: ReplayResult): readonly Verdict[] {
  const wrong = commits.filter(({ wrongDocuments }) => wrongDocuments.length > 0);
  const audited = commits.filter(({ findings }) => findings !== undefined);
  const unclean = audited.filter(({ findings }) => findings?.length !== 0);
  const ratio = embeddedRatio(commits);
  const again = sum(commits, "embeddedAgain");
  const renames = sum(commits, "pureRenames");
  return [
    {
      name: "library equals the history",
      figure: `${commits.length - wrong.length} of ${commits.length} commits`,
      passed: wrong.length === 0,
    },
    ...(equalsHead === undefined
      ? []
      : [{ name: "last state equals head.manifest.json", figure: String(equalsHead), passed: equalsHead }]),
    {
      name: "audit is clean",
      figure: `${audited.length - unclean.length} of ${audited.length} audits`,
      passed: unclean.length === 0 && audited.length > 0,
    },
    {
      name: `embedded per changed passage ≤ ${MAX_EMBEDDED_RATIO}`,
      figure: `${ratio.toFixed(3)} (${sum(commits, "embedded")} / ${sum(commits, "changedPassages")}; whole pages: ${sum(commits, "inChangedPages")})`,
      passed: ratio <= MAX_EMBEDDED_RATIO,
    },
    {
      name: "nothing is embedded twice, renames included",
      figure: `${again} texts again, ${renames} pure renames`,
      passed: again === 0,
    },
    {
      name: "a sync without changes does nothing",
      figure: `${idleSyncs - busyIdleSyncs} of ${idleSyncs} syncs`,
      passed: busyIdleSyncs === 0,
    },
  ];
}

function sum(
  commits: readonly CommitResult[],
  field: "embedded" | "changedPassages" | "inChangedPages" | "embeddedAgain" | "pureRenames",
): number {
  return commits.reduce((total, commit) => total + commit[field], 0);
}

function embeddedRatio(commits: readonly CommitResult[]): number {
  return sum(commits, "embedded") / Math.max(1, sum(commits, "changedPassages"));
}

export type Timing = {
  readonly medianMs: number;
  readonly p95Ms: number;
  /** Looking through all pages for changes, which each sync has to. */
  readonly listingMs: number;
  /** What a commit takes beyond that. */
  readonly changeMs: number;
  /** The same of the first and of the last tenth of the commits, each divided by its changed pages. */
  readonly firstTenthMs: number;
  readonly lastTenthMs: number;
  /** Least-squares change of that time with each hundred pages; undefined where the number of pages hardly changes. */
  readonly slopeMsPer100Pages: number | undefined;
};

export function timingOf(commits: readonly CommitResult[]): Timing {
  const times = commits.map(({ syncMs }) => syncMs);
  const changeTimes = commits.map(({ syncMs, listingMs }) => Math.max(0, syncMs - listingMs));
  const perPage = commits.map(({ changedPages }, index) => (changeTimes[index] ?? 0) / Math.max(1, changedPages));
  const sizes = commits.map(({ pages }) => pages);
  const growth = Math.max(...sizes) - Math.min(...sizes);
  const tenth = Math.max(1, Math.floor(commits.length / 10));
  return {
    medianMs: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
    listingMs: quantile(
      commits.map(({ listingMs }) => listingMs),
      0.5,
    ),
    changeMs: quantile(changeTimes, 0.5),
    firstTenthMs: quantile(perPage.slice(0, tenth), 0.5),
    lastTenthMs: quantile(perPage.slice(-tenth), 0.5),
    slopeMsPer100Pages: growth < 20 ? undefined : 100 * slope(sizes, perPage),
  };
}

/** A page that did not change may cost this much of a sync. */
export const MAX_LISTING_MICROSECONDS = 30;

/**
 * Compares the same commits in libraries of different sizes. Looking through the pages for changes grows with their
 * number by its nature, so it has a bar of its own; everything else has to stay as it is.
 */
export function judgeFlatness(small: ReplayResult, large: ReplayResult, factor: number): readonly Verdict[] {
  const [one, many] = [timingOf(small.commits), timingOf(large.commits)];
  const pages = (large.commits.at(-1)?.pages ?? 0) * factor;
  const perPage = (many.listingMs * 1000) / Math.max(1, pages);
  return [
    {
      name: `a change among ${factor} × the pages takes ≤ ${MAX_SLOWDOWN} × as long`,
      figure: `${(many.changeMs / one.changeMs).toFixed(2)} × (${one.changeMs.toFixed(1)} ms, ${many.changeMs.toFixed(1)} ms; whole sync ${one.medianMs.toFixed(1)} ms, ${many.medianMs.toFixed(1)} ms)`,
      passed: many.changeMs <= one.changeMs * MAX_SLOWDOWN,
    },
    {
      name: `a page without a change costs ≤ ${MAX_LISTING_MICROSECONDS} µs`,
      figure: `${perPage.toFixed(1)} µs`,
      passed: perPage <= MAX_LISTING_MICROSECONDS,
    },
  ];
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function slope(xs: readonly number[], ys: readonly number[]): number {
  const [meanX, meanY] = [mean(xs), mean(ys)];
  const [above, below] = xs.reduce<[number, number]>(
    ([over, under], x, index) => [over + (x - meanX) * ((ys[index] ?? 0) - meanY), under + (x - meanX) ** 2],
    [0, 0],
  );
  return below === 0 ? 0 : above / below;
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / Math.max(1, values.length);
}
