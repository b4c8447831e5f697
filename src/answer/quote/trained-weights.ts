// How much each signal counts; written by `node bench/quoting/train.ts`, which says on what. Not to be changed by hand.
import type { SufficiencyWeights } from "./judge-sufficiency.ts";
import type { UnitWeights } from "./rank-units.ts";

export const UNIT_WEIGHTS: UnitWeights = {
  own: 5.345,
  lead: 2.146,
  title: 1.18,
  widened: -0.664,
  passage: -1.838,
  rank: 3.42,
  figure: 2.079,
  fact: 0.715,
  steps: 0.722,
  yesOrNo: 1.009,
};

export const SUFFICIENCY_WEIGHTS: SufficiencyWeights = {
  bias: -1.382,
  missing: -3.533,
  missingNames: -2.707,
  otherOne: -0.563,
  meeting: 0.767,
  unnegated: -2.66,
  opposite: -1.15,
  wrongKind: -2.341,
  noReason: -0.759,
  rank: 3.411,
  relevance: 0.946,
  length: -0.506,
};
