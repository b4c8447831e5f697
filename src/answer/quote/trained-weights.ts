// How much each signal counts; written by `node bench/quoting/train.ts`, which says on what. Not to be changed by hand.
import type { SufficiencyWeights } from "./judge-sufficiency.ts";
import type { UnitWeights } from "./rank-units.ts";

export const UNIT_WEIGHTS: UnitWeights = {
  own: 5.298,
  lead: 2.135,
  title: 1.121,
  widened: -0.663,
  passage: -1.903,
  rank: 3.549,
  figure: 2.073,
  fact: 0.721,
  steps: 0.721,
  yesOrNo: 1.026,
};

export const SUFFICIENCY_WEIGHTS: SufficiencyWeights = {
  bias: -1.664,
  missing: -3.475,
  missingNames: -2.572,
  otherOne: -0.638,
  meeting: 0.753,
  unnegated: -2.635,
  opposite: -1.153,
  wrongKind: -2.347,
  noReason: -0.766,
  rank: 3.649,
  relevance: 0.977,
  length: -0.492,
};
