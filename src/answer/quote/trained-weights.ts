// How much each signal counts; written by `node bench/quoting/train.ts`, which says on what. Not to be changed by hand.
import type { SufficiencyWeights } from "./judge-sufficiency.ts";
import type { UnitWeights } from "./rank-units.ts";

export const UNIT_WEIGHTS: UnitWeights = {
  own: 5.329,
  lead: 2.239,
  title: 1.178,
  widened: -0.682,
  passage: -1.899,
  rank: 3.508,
  figure: 2.15,
  fact: 0.743,
  steps: 0.719,
  yesOrNo: 0.97,
};

export const SUFFICIENCY_WEIGHTS: SufficiencyWeights = {
  bias: -0.724,
  missing: -3.669,
  missingNames: -2.614,
  otherOne: -0.745,
  meeting: 0.82,
  unnegated: -2.614,
  opposite: -1.18,
  wrongKind: -2.594,
  noReason: -0.727,
  rank: 2.968,
  relevance: 0.845,
  length: -0.551,
};
