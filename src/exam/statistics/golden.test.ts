// Values that others have published or that were computed independently with SciPy 1.17.1 and statsmodels 0.15.0, each with its source.
import { expect, test } from "vitest";

import { seededRandom } from "../../core/runtime.ts";
import { betaProbability, betaQuantile, studentQuantile } from "./beta.ts";
import { binomialAtMost, binomialPoint } from "./binomial.ts";
import { bootstrapMean } from "./bootstrap.ts";
import { clopperPearson } from "./clopper-pearson.ts";
import { clusteredMean } from "./clustered-mean.ts";
import { cohenKappa } from "./cohen-kappa.ts";
import { pearson, spearman } from "./correlation.ts";
import { powerOf } from "./detectable-difference.ts";
import { holm } from "./holm.ts";
import type { Interval } from "./interval.ts";
import { exactMcNemar, midPMcNemar } from "./mcnemar.ts";
import { newcombePaired, newcombeUnpaired } from "./newcombe.ts";
import { questionsForDistance } from "./non-inferiority.ts";
import { normalProbability, normalQuantile } from "./normal.ts";
import { roganGladen } from "./rogan-gladen.ts";
import { signFlipTest } from "./sign-flip.ts";
import { wilson } from "./wilson.ts";

type Golden = {
  readonly source: string;
  readonly got: readonly (number | undefined)[];
  readonly want: readonly number[];
  /** How far off a value may be: the rounding of the publication, or that of a computation. */
  readonly within?: number;
};

const ends = (interval: Interval | undefined): readonly (number | undefined)[] => [interval?.low, interval?.high];
const PUBLISHED = 0.00006;

const DISTRIBUTIONS: readonly Golden[] = [
  { source: "printed tables: z at 97.5 %", got: [normalQuantile(0.975)], want: [1.959963985], within: 1e-9 },
  {
    source: "scipy.stats.norm.ppf([.8, .995, 1e-6])",
    got: [0.8, 0.995, 1e-6].map(normalQuantile),
    want: [0.841621233573, 2.57582930355, -4.75342430882],
  },
  {
    source: "scipy.stats.norm.cdf([-1, -3, 2.5, -8])",
    got: [-1, -3, 2.5, -8].map(normalProbability),
    want: [0.158655253931, 0.00134989803163, 0.993790334674, 6.22096057427e-16],
  },
  {
    source: "printed tables: Student's t at 97.5 % with 1, 2, 10 and 29 degrees",
    got: [1, 2, 10, 29].map((degrees) => studentQuantile(0.975, degrees)),
    want: [12.706, 4.303, 2.228, 2.045],
    within: 0.0005,
  },
  { source: "scipy.stats.t.ppf(.975, 1000)", got: [studentQuantile(0.975, 1000)], want: [1.96233908083] },
  { source: "scipy.stats.beta.cdf(.3, 2, 5)", got: [betaProbability({ alpha: 2, beta: 5 }, 0.3)], want: [0.579825] },
  {
    source: "scipy.stats.beta.ppf([.025, .5], [3, 2], [8, 5])",
    got: [betaQuantile({ alpha: 3, beta: 8 }, 0.025), betaQuantile({ alpha: 2, beta: 5 }, 0.5)],
    want: [0.0667395111777, 0.264449983296],
  },
  {
    source: "scipy.stats.binom.cdf(3, 10, .3)",
    got: [binomialAtMost({ trials: 10, share: 0.3 }, 3)],
    want: [0.6496107184],
  },
  {
    source: "scipy.stats.binom.pmf(500, 1000, .5)",
    got: [binomialPoint({ trials: 1000, share: 0.5 }, 500)],
    want: [0.0252250181784],
  },
];

const SHARES: readonly Golden[] = [
  {
    source: "Newcombe 1998 (single proportion), table I, 81/263, Wilson",
    got: ends(wilson(81, 263)),
    want: [0.2553, 0.3662],
    within: PUBLISHED,
  },
  {
    source: "Newcombe 1998 (single proportion), table I, 15/148, Wilson",
    got: ends(wilson(15, 148)),
    want: [0.0624, 0.1605],
    within: PUBLISHED,
  },
  {
    source: "Newcombe 1998 (single proportion), table I, 0/20, Wilson",
    got: ends(wilson(0, 20)),
    want: [0, 0.1611],
    within: PUBLISHED,
  },
  {
    source: "Newcombe 1998 (single proportion), table I, 1/29, Wilson",
    got: ends(wilson(1, 29)),
    want: [0.0061, 0.1718],
    within: PUBLISHED,
  },
  {
    source: "Newcombe 1998 (single proportion), table I, 81/263, Clopper-Pearson",
    got: ends(clopperPearson(81, 263)),
    want: [0.2527, 0.3676],
    within: PUBLISHED,
  },
  {
    source: "Newcombe 1998 (single proportion), table I, 15/148, Clopper-Pearson",
    got: ends(clopperPearson(15, 148)),
    want: [0.0578, 0.1617],
    within: PUBLISHED,
  },
  {
    source: "Newcombe 1998 (single proportion), table I, 0/20, Clopper-Pearson",
    got: ends(clopperPearson(0, 20)),
    want: [0, 0.1684],
    within: PUBLISHED,
  },
  {
    source: "Newcombe 1998 (single proportion), table I, 1/29, Clopper-Pearson",
    got: ends(clopperPearson(1, 29)),
    want: [0.0009, 0.1776],
    within: PUBLISHED,
  },
  {
    source: "retrieval-eval-gate's documentation: recall@5 of 10 of 10",
    got: ends(clopperPearson(10, 10)),
    want: [0.69, 1],
    within: 0.005,
  },
  {
    source: 'statsmodels proportion_confint(29, 29, method="wilson")',
    got: ends(wilson(29, 29)),
    want: [0.8830302015, 1],
  },
  {
    source: 'statsmodels proportion_confint(17, 20, method="wilson")',
    got: ends(wilson(17, 20)),
    want: [0.639581135259, 0.947631254104],
  },
  {
    source: 'statsmodels proportion_confint(850, 1000, method="wilson")',
    got: ends(wilson(850, 1000)),
    want: [0.826531341573, 0.870789927487],
  },
  {
    source: 'statsmodels proportion_confint(81, 263, alpha=.01, method="wilson")',
    got: ends(wilson(81, 263, 0.99)),
    want: [0.240136902688, 0.385282502318],
  },
  {
    source: 'statsmodels proportion_confint(17, 20, method="beta")',
    got: ends(clopperPearson(17, 20)),
    want: [0.621073173455, 0.967929062815],
  },
  { source: 'statsmodels proportion_confint(1, 1, method="beta")', got: ends(clopperPearson(1, 1)), want: [0.025, 1] },
  {
    source: 'statsmodels proportion_confint(850, 1000, method="beta")',
    got: ends(clopperPearson(850, 1000)),
    want: [0.826341871433, 0.871575188884],
  },
  {
    source: 'statsmodels proportion_confint(81, 263, alpha=.1, method="beta")',
    got: ends(clopperPearson(81, 263, 0.9)),
    want: [0.261055746009, 0.358178495576],
  },
];

const discordant = (onlyFirst: number, onlySecond: number) => ({ onlyFirst, onlySecond });
const unpaired = (counts: readonly [number, number, number, number]): Interval =>
  newcombeUnpaired({ count: counts[0], of: counts[1] }, { count: counts[2], of: counts[3] });
const paired = (counts: readonly [number, number, number, number]): Interval =>
  newcombePaired({ both: counts[0], onlyFirst: counts[1], onlySecond: counts[2], neither: counts[3] });

const DIFFERENCES: readonly Golden[] = [
  {
    source: "Newcombe 1998 (two proportions), table II, method 10, 56/70 - 48/80",
    got: ends(unpaired([56, 70, 48, 80])),
    want: [0.0524, 0.3339],
    within: PUBLISHED,
  },
  {
    source: "Newcombe 1998 (two proportions), table II, method 10, 9/10 - 3/10",
    got: ends(unpaired([9, 10, 3, 10])),
    want: [0.1705, 0.809],
    within: PUBLISHED,
  },
  {
    source: "Newcombe 1998 (two proportions), table II, method 10, 6/7 - 2/7",
    got: ends(unpaired([6, 7, 2, 7])),
    want: [0.0582, 0.8062],
    within: PUBLISHED,
  },
  {
    source: "Newcombe 1998 (two proportions), table II, method 10, 5/56 - 0/29",
    got: ends(unpaired([5, 56, 0, 29])),
    want: [-0.0381, 0.1926],
    within: PUBLISHED,
  },
  {
    source: "Newcombe 1998 (two proportions), table II, method 10, 0/10 - 0/20",
    got: ends(unpaired([0, 10, 0, 20])),
    want: [-0.1611, 0.2775],
    within: PUBLISHED,
  },
  {
    source: "Newcombe 1998 (two proportions), table II, method 10, 0/10 - 0/10",
    got: ends(unpaired([0, 10, 0, 10])),
    want: [-0.2775, 0.2775],
    within: PUBLISHED,
  },
  {
    source: "Newcombe 1998 (two proportions), table II, method 10, 10/10 - 0/20",
    got: ends(unpaired([10, 10, 0, 20])),
    want: [0.6791, 1],
    within: PUBLISHED,
  },
  {
    source: "Newcombe 1998 (two proportions), table II, method 10, 10/10 - 0/10",
    got: ends(unpaired([10, 10, 0, 10])),
    want: [0.6075, 1],
    within: PUBLISHED,
  },
  {
    source: "method 10 from statsmodels' Wilson limits, 36 12 2 0",
    got: ends(paired([36, 12, 2, 0])),
    want: [0.0569295840032, 0.340427602975],
  },
  {
    source: "method 10 from statsmodels' Wilson limits and a corrected phi, 20 12 2 16",
    got: ends(paired([20, 12, 2, 16])),
    want: [0.0561564248417, 0.3292069954],
  },
  {
    source: "method 10 from statsmodels' Wilson limits, 19 1 0 0",
    got: ends(paired([19, 1, 0, 0])),
    want: [-0.116289061006, 0.236131193447],
  },
  {
    source: "method 10 from statsmodels' Wilson limits, 30 0 0 0",
    got: ends(paired([30, 0, 0, 0])),
    want: [-0.113513393174, 0.113513393174],
  },
  {
    source: "method 10 from statsmodels' Wilson limits, 0 30 0 0",
    got: ends(paired([0, 30, 0, 0])),
    want: [0.839467819862, 1],
  },
  {
    source: "method 10 from statsmodels' Wilson limits, 43 0 1 0",
    got: ends(paired([43, 0, 1, 0])),
    want: [-0.118077096982, 0.0597180083509],
  },
  {
    source: "method 10 from statsmodels' Wilson limits and a corrected phi, 10 10 1 20",
    got: ends(paired([10, 10, 1, 20])),
    want: [0.0647998820809, 0.35796784154],
  },
];

const TESTS: readonly Golden[] = [
  {
    source: "Fagerland, Lydersen and Laake 2013, airway example, exact",
    got: [exactMcNemar(discordant(1, 7))],
    want: [0.0703],
    within: PUBLISHED,
  },
  {
    source: "Fagerland, Lydersen and Laake 2013, airway example, mid-p",
    got: [midPMcNemar(discordant(1, 7))],
    want: [0.0391],
    within: PUBLISHED,
  },
  {
    source: "Agresti's approval ratings (150 against 86), statsmodels mcnemar(exact=True)",
    got: [exactMcNemar(discordant(150, 86))],
    want: [3.71593613957e-5],
  },
  {
    source: "Agresti's approval ratings, mid-p from scipy.stats.binom",
    got: [midPMcNemar(discordant(150, 86))],
    want: [2.89338951762e-5],
  },
  { source: "six of six: 2 / 2^6", got: [exactMcNemar(discordant(0, 6))], want: [0.03125] },
  { source: "five of five can never be significant: 2 / 2^5", got: [exactMcNemar(discordant(5, 0))], want: [0.0625] },
  {
    source: "statsmodels mcnemar([[0, 12], [2, 0]], exact=True)",
    got: [exactMcNemar(discordant(12, 2))],
    want: [0.012939453125],
  },
  {
    source: "statsmodels mcnemar([[0, 4], [9, 0]], exact=True)",
    got: [exactMcNemar(discordant(4, 9))],
    want: [0.266845703125],
  },
  {
    source: "ten against ten: exact 1, mid-p 1 - binom.pmf(10, 20, .5) / 2",
    got: [exactMcNemar(discordant(10, 10)), midPMcNemar(discordant(10, 10))],
    want: [1, 0.911901473999],
  },
  {
    source: "all 64 signs of 3 -1 2 2 -2 1 with itertools",
    got: [signFlipTest([3, -1, 2, 2, -2, 1], { random: seededRandom(1) })],
    want: [0.4375],
  },
  {
    source: 'scipy.stats.permutation_test(permutation_type="samples") of seven fractions',
    got: [signFlipTest([0.5, 0.25, -0.1, 0.7, 0.3, -0.2, 0.05], { random: seededRandom(1) })],
    want: [0.15625],
  },
  {
    source: 'statsmodels multipletests([.01, .04, .03, .005], method="holm")',
    got: holm([0.01, 0.04, 0.03, 0.005]),
    want: [0.03, 0.06, 0.06, 0.02],
  },
  {
    source: 'statsmodels multipletests([.02, .02, .02], method="holm")',
    got: holm([0.02, 0.02, 0.02]),
    want: [0.06, 0.06, 0.06],
  },
  {
    source: 'statsmodels multipletests([.0001, .6, .9, .04], method="holm")',
    got: holm([0.0001, 0.6, 0.9, 0.04]),
    want: [0.0004, 1, 1, 0.12],
  },
];

const kappa = (table: readonly (readonly number[])[]): readonly (number | undefined)[] => {
  const found = cohenKappa(table);
  return [found?.value, found?.standardError, found?.low, found?.high];
};

const TEN = pearson({ first: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], second: [2, 1, 4, 3, 7, 5, 8, 9, 10, 6] });
const TIED = { first: [1, 1, 2, 2, 3, 4], second: [5, 6, 6, 7, 9, 7] };

const AGREEMENT: readonly Golden[] = [
  {
    source: "Fleiss, Levin and Paik's diagnoses of 100 subjects: kappa .68, standard error .087",
    got: kappa([
      [75, 1, 4],
      [5, 4, 1],
      [0, 0, 10],
    ]).slice(0, 2),
    want: [0.68, 0.087],
    within: 0.005,
  },
  {
    source: "statsmodels cohens_kappa of the same table",
    got: kappa([
      [75, 1, 4],
      [5, 4, 1],
      [0, 0, 10],
    ]),
    want: [0.676470588235, 0.0877029534752, 0.504575958086, 0.848365218385],
  },
  {
    source: "the textbook's 20 5 10 15, statsmodels cohens_kappa",
    got: kappa([
      [20, 5],
      [10, 15],
    ]),
    want: [0.4, 0.126996062931, 0.151092290477, 0.648907709523],
  },
  {
    source: "45 15 25 15: .1304; statsmodels cohens_kappa",
    got: kappa([
      [45, 15],
      [25, 15],
    ]),
    want: [0.130434782609, 0.0986615376234, -0.0629382777926, 0.32380784301],
  },
  {
    source: "25 35 5 35: .2593; statsmodels cohens_kappa",
    got: kappa([
      [25, 35],
      [5, 35],
    ]),
    want: [0.259259259259, 0.0771597317444, 0.108028963983, 0.410489554535],
  },
  {
    source: "scipy.stats.pearsonr(...).confidence_interval(), ten pairs",
    got: [TEN?.value, TEN?.low, TEN?.high],
    want: [0.830303030303, 0.42051253679, 0.958725969164],
  },
  {
    source: "scipy.stats.pearsonr and spearmanr with ties, six pairs",
    got: [pearson(TIED)?.value, spearman(TIED)?.value],
    want: [0.667827096904, 0.80303030303],
  },
];

const corrected = (counts: readonly [number, number, number, number, number, number]) => {
  const found = roganGladen({
    accepted: { count: counts[0], of: counts[1] },
    sensitivity: { count: counts[2], of: counts[3] },
    specificity: { count: counts[4], of: counts[5] },
  });
  return [found?.value, found?.low, found?.high];
};

const CORRECTION: readonly Golden[] = [
  {
    source: "the example of Lee et al.'s program (p .5, q .9, 10,000 and 5,000), in Python with SciPy's quantile",
    got: corrected([5000, 10_000, 4500, 5000, 4500, 5000]),
    want: [0.5, 0.485708802579, 0.514291197421],
  },
  {
    source: "judgy's worked example, point (77.3 % seen, sensitivity 1, specificity .75: 69.7 %)",
    got: corrected([773, 1000, 30, 30, 12, 16]).slice(0, 1),
    want: [0.697],
    within: 0.0005,
  },
  {
    source: "the formula of arXiv 2511.21140 in Python with SciPy's quantile: 240/400, 90/100, 70/100",
    got: corrected([240, 400, 90, 100, 70, 100]),
    want: [0.5, 0.375117808842, 0.619706507073],
  },
  {
    source: "the formula of arXiv 2511.21140 in Python with SciPy's quantile: 150/300, 45/50, 40/50",
    got: corrected([150, 300, 45, 50, 40, 50]),
    want: [0.428571428571, 0.283421582002, 0.558484329431],
  },
];

const draw = (values: readonly number[], level: number, kind: "percentile" | "bca") =>
  ends(bootstrapMean(values, { random: seededRandom(7), level, kind, rounds: 100_000 }));
const GROUPS = ["a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d", "d"];
const clustered = clusteredMean([1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1], { clusters: GROUPS });
const SKEWED = [0, 1, 1, 2, 3, 5, 8, 13, 21, 34];

const MEANS: readonly Golden[] = [
  {
    source: "numpy.quantile of all 27 resamples of 0 1 5, at 5 and 95 %",
    got: draw([0, 1, 5], 0.9, "percentile"),
    want: [1 / 3, 11 / 3],
    within: 1e-9,
  },
  {
    source: "numpy.quantile of all 256 resamples of 1 2 4 8, at 2.5 and 97.5 %",
    got: draw([1, 2, 4, 8], 0.95, "percentile"),
    want: [1.5, 6.5],
    within: 1e-9,
  },
  {
    source: "numpy.quantile of all 3,125 resamples of .1 .5 .4 .9 .3",
    got: draw([0.1, 0.5, 0.4, 0.9, 0.3], 0.95, "percentile"),
    want: [0.22, 0.7],
    within: 0.011,
  },
  {
    source: 'scipy.stats.bootstrap(method="percentile"), 200,000 resamples',
    got: draw(SKEWED, 0.95, "percentile"),
    want: [3.1, 15.9],
    within: 0.15,
  },
  {
    source: 'scipy.stats.bootstrap(method="BCa"), 200,000 resamples',
    got: draw(SKEWED, 0.95, "bca"),
    want: [3.9, 18],
    within: 0.2,
  },
  {
    source: 'statsmodels OLS(cov_type="cluster", use_correction=False) times sqrt(G / (G - 1)), scipy.stats.t',
    got: [clustered?.standardError, ...ends(clustered)],
    want: [0.159571184626, 0.0755066063904, 1.09116006028],
  },
  {
    source: "scipy.stats.t.interval of eight single values",
    got: ends(clusteredMean([0.2, 0.9, 0.4, 0.7, 1, 0.1, 0.5, 0.6])),
    want: [0.28562697161, 0.81437302839],
  },
];

const SIZES: readonly Golden[] = [
  {
    source: "Miller, arXiv 2411.00640: variance 1/9, 3 points, 80 % power: about 969",
    got: [questionsForDistance({ variance: 1 / 9, distance: 0.03 })],
    want: [969],
  },
  {
    source: "scipy.stats.binomtest over all outcomes: 100 questions, 20 % discordant, 14 points",
    got: [powerOf(100, { disagreement: 0.2, difference: 0.14 })],
    want: [0.883913072803],
  },
  {
    source: "scipy.stats.binomtest over all outcomes: 50 questions, 30 %, 23 points",
    got: [powerOf(50, { disagreement: 0.3, difference: 0.23 })],
    want: [0.851911082203],
  },
  {
    source: "scipy.stats.binomtest over all outcomes: 30 questions, 30 %, 28 points",
    got: [powerOf(30, { disagreement: 0.3, difference: 0.28 })],
    want: [0.8287979917],
  },
  {
    source: "scipy.stats.binomtest over all outcomes: 30 questions, 20 %, all of it",
    got: [powerOf(30, { disagreement: 0.2, difference: 0.2 })],
    want: [0.57248756241],
  },
];

const GOLDEN = [...DISTRIBUTIONS, ...SHARES, ...DIFFERENCES, ...TESTS, ...AGREEMENT, ...CORRECTION, ...MEANS, ...SIZES];

test.each(GOLDEN.map((golden) => [golden.source, golden] as const))("%s", (_source, { got, want, within = 1e-9 }) => {
  expect(got).toHaveLength(want.length);
  for (const [index, value] of want.entries()) {
    const allowed = within * (within === 1e-9 ? Math.max(1e-3, Math.abs(value)) : 1);
    expect(Math.abs((got[index] ?? Number.NaN) - value)).toBeLessThanOrEqual(allowed);
  }
});

test("there are more than sixty golden cases", () => {
  expect(GOLDEN.length).toBeGreaterThan(60);
});
