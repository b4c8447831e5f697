// How much each signal counts; written by `node bench/quoting/train.ts`, which says on what. Not to be changed by hand.
import type { SufficiencyWeights } from "./judge-sufficiency.ts";
import type { UnitWeights } from "./rank-units.ts";

export const UNIT_WEIGHTS: UnitWeights = {
  own: 5.293,
  lead: 2.133,
  title: 1.111,
  widened: -0.669,
  passage: -1.914,
  rank: 3.552,
  figure: 2.08,
  fact: 0.747,
  steps: 0.721,
  yesOrNo: 1.028,
};

export const SUFFICIENCY_WEIGHTS: SufficiencyWeights = {
  bias: -0.559,
  missing: -3.456,
  missingNames: -2.63,
  otherOne: -0.712,
  meeting: 0.853,
  unnegated: -2.624,
  opposite: -1.181,
  wrongKind: -2.333,
  noReason: -0.745,
  rank: 2.599,
  relevance: 0.971,
  length: -0.544,
};
