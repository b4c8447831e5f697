// How much each signal counts; written by `node bench/quoting/train.ts`, which says on what. Not to be changed by hand.
import type { SufficiencyWeights } from "./judge-sufficiency.ts";
import type { UnitWeights } from "./rank-units.ts";

export const UNIT_WEIGHTS: UnitWeights = {
  own: 5.291,
  lead: 2.129,
  title: 1.11,
  widened: -0.669,
  passage: -1.912,
  rank: 3.553,
  figure: 2.083,
  fact: 0.746,
  steps: 0.721,
  yesOrNo: 1.028,
};

export const SUFFICIENCY_WEIGHTS: SufficiencyWeights = {
  bias: -0.835,
  missing: -3.385,
  missingNames: -2.638,
  otherOne: -0.612,
  meeting: 0.745,
  unnegated: -2.634,
  opposite: -1.17,
  wrongKind: -2.349,
  noReason: -0.763,
  rank: 2.877,
  relevance: 1.033,
  length: -0.526,
};
