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
  bias: 0.083,
  missing: -3.673,
  missingNames: -3.072,
  meeting: 0.622,
  unnegated: -2.613,
  opposite: -1.243,
  wrongKind: -2.444,
  noReason: -1.197,
  rank: 2.237,
  relevance: 1.09,
  length: -0.565,
};
