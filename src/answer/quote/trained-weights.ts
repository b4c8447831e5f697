// How much each signal counts; written by `node bench/quoting/train.ts`, which says on what. Not to be changed by hand.
import type { SufficiencyWeights } from "./judge-sufficiency.ts";
import type { UnitWeights } from "./rank-units.ts";

export const UNIT_WEIGHTS: UnitWeights = {
  own: 5.186,
  lead: 2.402,
  title: 1.208,
  widened: -0.608,
  passage: -1.885,
  rank: 3.558,
  figure: 2.256,
  fact: 0.735,
  steps: 0.737,
  yesOrNo: 1.253,
};

export const SUFFICIENCY_WEIGHTS: SufficiencyWeights = {
  bias: -0.547,
  missing: -3.721,
  missingNames: -2.719,
  meeting: 0.67,
  unnegated: -2.611,
  opposite: -1.163,
  wrongKind: -2.462,
  noReason: -1.14,
  rank: 3.052,
  relevance: 0.941,
  length: -0.605,
};
