// How much each signal counts; written by `node bench/quoting/train.ts`, which says on what. Not to be changed by hand.
import type { SufficiencyWeights } from "./judge-sufficiency.ts";
import type { UnitWeights } from "./rank-units.ts";

export const UNIT_WEIGHTS: UnitWeights = {
  own: 5.243,
  lead: 2.336,
  title: 1.324,
  widened: 0.044,
  passage: -1.814,
  rank: 3.46,
  figure: 2.215,
  fact: 0.799,
  list: 0.236,
  steps: 0.616,
  row: -0.385,
  code: 0.542,
  yesOrNo: 1.138,
};

export const SUFFICIENCY_WEIGHTS: SufficiencyWeights = {
  bias: -0.159,
  missing: -3.783,
  missingNames: -2.858,
  meeting: 0.645,
  unnegated: -2.614,
  opposite: -1.233,
  wrongKind: -2.401,
  noTime: -1.249,
  fact: 0.259,
  noReason: -1.831,
  rank: 2.521,
  relevance: 1.042,
  length: -0.561,
};
