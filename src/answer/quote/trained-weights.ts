// How much each signal counts; written by `node bench/quoting/train.ts`, which says on what. Not to be changed by hand.
import type { SufficiencyWeights } from "./judge-sufficiency.ts";
import type { UnitWeights } from "./rank-units.ts";

export const UNIT_WEIGHTS: UnitWeights = {
  own: 5.294,
  lead: 2.131,
  title: 1.119,
  widened: -0.663,
  passage: -1.905,
  rank: 3.55,
  figure: 2.075,
  fact: 0.721,
  steps: 0.721,
  yesOrNo: 1.027,
};

export const SUFFICIENCY_WEIGHTS: SufficiencyWeights = {
  bias: -0.825,
  missing: -3.452,
  missingNames: -2.595,
  otherOne: -0.602,
  meeting: 0.732,
  unnegated: -2.635,
  opposite: -1.161,
  wrongKind: -2.345,
  noReason: -0.76,
  rank: 2.864,
  relevance: 0.998,
  length: -0.511,
};
