// How much each signal counts; written by `node bench/quoting/train.ts`, which says on what. Not to be changed by hand.
import type { SufficiencyWeights } from "./judge-sufficiency.ts";
import type { UnitWeights } from "./rank-units.ts";

export const UNIT_WEIGHTS: UnitWeights = {
  own: 5.182,
  lead: 2.402,
  title: 1.225,
  widened: -0.611,
  passage: -1.891,
  rank: 3.544,
  figure: 2.255,
  fact: 0.735,
  steps: 0.737,
  yesOrNo: 1.253,
};

export const SUFFICIENCY_WEIGHTS: SufficiencyWeights = {
  bias: -0.588,
  missing: -3.729,
  missingNames: -2.66,
  meeting: 0.693,
  unnegated: -2.612,
  opposite: -1.193,
  wrongKind: -2.461,
  noReason: -1.136,
  rank: 3.092,
  relevance: 0.957,
  length: -0.612,
};
