// Where the true qualities of rungs probably lie, given what was seen: the best of several is usually not as good as it looked.

export type Matrix = readonly (readonly number[])[];

export type Likely = { readonly means: readonly number[]; readonly covariance: Matrix };

/** The rungs' common level may be anything; this is wide for a share. */
const LEVEL_VARIANCE = 1;
/** Rungs are never taken to be wholly alike. */
const LEAST_SPREAD = 1e-4;

/**
 * Rungs are taken to differ from one another by as much as they do beyond what chance explains (empirical Bayes): where that
 * is a lot, what was seen stays as it is; where they are alike, each is drawn to what they have in common.
 */
export function likelyTruth(seen: Likely): Likely {
  const { means, covariance } = seen;
  const spread = spreadOf(seen);
  const prior = means.map((_, one) => means.map((__, other) => LEVEL_VARIANCE + (one === other ? spread : 0)));
  const both = prior.map((row, one) => row.map((value, other) => value + (covariance[one]?.[other] ?? 0)));
  const weight = product(prior, inverse(both));
  const level = means.reduce((sum, mean) => sum + mean, 0) / means.length;
  return {
    means: weight.map((row) => level + row.reduce((sum, value, at) => sum + value * ((means[at] ?? 0) - level), 0)),
    covariance: product(weight, covariance),
  };
}

/** Variance between rungs, less what their differences vary by chance. */
function spreadOf({ means, covariance }: Likely): number {
  const excess = means.flatMap((mean, one) =>
    means.slice(one + 1).map((second, at) => {
      const other = one + 1 + at;
      const [own, others, between] = [covariance[one]?.[one], covariance[other]?.[other], covariance[one]?.[other]];
      return ((mean - second) ** 2 - (own ?? 0) - (others ?? 0) + 2 * (between ?? 0)) / 2;
    }),
  );
  if (excess.length === 0) return LEVEL_VARIANCE;
  return Math.max(LEAST_SPREAD, excess.reduce((sum, value) => sum + value, 0) / excess.length);
}

function product(one: Matrix, other: Matrix): Matrix {
  return one.map((row) =>
    row.map((_, column) => row.reduce((sum, value, at) => sum + value * (other[at]?.[column] ?? 0), 0)),
  );
}

/** By elimination; of matrices that are the sum of a covariance and a diagonal above 0, so that no pivot vanishes. */
function inverse(matrix: Matrix): Matrix {
  const size = matrix.length;
  const rows = matrix.map((row, at) => [...row, ...row.map((_, column) => (column === at ? 1 : 0))]);
  for (let step = 0; step < size; step += 1) {
    const pivot = rows[step]?.[step] ?? 1;
    const own = (rows[step] ?? []).map((value) => value / pivot);
    rows[step] = own;
    for (let other = 0; other < size; other += 1) {
      const factor = rows[other]?.[step] ?? 0;
      if (other !== step) rows[other] = (rows[other] ?? []).map((value, at) => value - factor * (own[at] ?? 0));
    }
  }
  return rows.map((row) => row.slice(size));
}
