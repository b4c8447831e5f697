// How much each signal counts; written by `node bench/quoting/train.ts`, which says on what. Not to be changed by hand.
import type { SufficiencyWeights } from "./judge-sufficiency.ts";
import type { UnitWeights } from "./rank-units.ts";

export const UNIT_WEIGHTS: UnitWeights = {
  own: 5.262,
  lead: 2.468,
  title: 1.278,
  widened: -0.605,
  passage: -1.774,
  rank: 3.518,
  figure: 2.254,
  fact: 0.746,
  steps: 0.744,
  row: -0.417,
  code: 0.511,
  yesOrNo: 1.253,
};

export const SUFFICIENCY_WEIGHTS: SufficiencyWeights = {
  bias: 0.122,
  missing: -3.611,
  missingNames: -2.697,
  meeting: 0.649,
  unnegated: -2.602,
  opposite: -1.229,
  wrongKind: -2.44,
  noReason: -1.159,
  rank: 2.226,
  relevance: 1.093,
  length: -0.59,
};
