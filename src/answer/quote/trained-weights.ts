// How much each signal counts; written by `node bench/quoting/train.ts`, which says on what. Not to be changed by hand.
import type { SufficiencyWeights } from "./judge-sufficiency.ts";
import type { UnitWeights } from "./rank-units.ts";

export const UNIT_WEIGHTS: UnitWeights = {
  own: 5.299,
  lead: 2.136,
  title: 1.121,
  widened: -0.662,
  passage: -1.907,
  rank: 3.548,
  figure: 2.072,
  fact: 0.72,
  steps: 0.721,
  yesOrNo: 0.999,
};

export const SUFFICIENCY_WEIGHTS: SufficiencyWeights = {
  bias: -1.658,
  missing: -3.476,
  missingNames: -2.573,
  otherOne: -0.64,
  meeting: 0.756,
  unnegated: -2.626,
  opposite: -1.148,
  wrongKind: -2.35,
  noReason: -0.768,
  rank: 3.65,
  relevance: 0.978,
  length: -0.495,
};
