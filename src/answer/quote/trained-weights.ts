// How much each signal counts; written by `node bench/quoting/train.ts`, which says on what. Not to be changed by hand.
import type { SufficiencyWeights } from "./judge-sufficiency.ts";
import type { UnitWeights } from "./rank-units.ts";

export const UNIT_WEIGHTS: UnitWeights = {
  own: 5.258,
  lead: 2.47,
  title: 1.274,
  widened: -0.604,
  passage: -1.771,
  rank: 3.515,
  figure: 2.258,
  fact: 0.746,
  list: 0,
  steps: 0.779,
  row: -0.412,
  code: 0.508,
  yesOrNo: 1.262,
};

export const SUFFICIENCY_WEIGHTS: SufficiencyWeights = {
  bias: 0.096,
  missing: -3.645,
  missingNames: -2.983,
  meeting: 0.621,
  unnegated: -2.609,
  opposite: -1.227,
  wrongKind: -2.438,
  noReason: -1.158,
  rank: 2.234,
  relevance: 1.093,
  length: -0.572,
};
