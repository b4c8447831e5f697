// How much each signal counts; written by `node bench/quoting/train.ts`, which says on what. Not to be changed by hand.
import type { SufficiencyWeights } from "./judge-sufficiency.ts";
import type { UnitWeights } from "./rank-units.ts";

export const UNIT_WEIGHTS: UnitWeights = {
  own: 5.29,
  lead: 2.127,
  title: 1.111,
  widened: -0.668,
  passage: -1.905,
  rank: 3.552,
  figure: 2.092,
  fact: 0.747,
  steps: 0.721,
  yesOrNo: 1.028,
};

export const SUFFICIENCY_WEIGHTS: SufficiencyWeights = {
  bias: -0.592,
  missing: -3.43,
  missingNames: -2.669,
  otherOne: -0.653,
  meeting: 0.861,
  unnegated: -2.623,
  opposite: -1.19,
  wrongKind: -2.34,
  noReason: -0.746,
  rank: 2.64,
  relevance: 0.976,
  length: -0.551,
};
