// How much each signal counts; written by `node bench/quoting/train.ts`, which says on what. Not to be changed by hand.
import type { SufficiencyWeights } from "./judge-sufficiency.ts";
import type { UnitWeights } from "./rank-units.ts";

export const UNIT_WEIGHTS: UnitWeights = {
  own: 5.337,
  lead: 2.236,
  title: 1.178,
  widened: -0.686,
  passage: -1.928,
  rank: 3.517,
  figure: 2.133,
  fact: 0.734,
  steps: 0.719,
  yesOrNo: 0.969,
};

export const SUFFICIENCY_WEIGHTS: SufficiencyWeights = {
  bias: -0.699,
  missing: -3.736,
  missingNames: -2.565,
  otherOne: -0.699,
  meeting: 0.852,
  unnegated: -2.612,
  opposite: -1.175,
  wrongKind: -2.135,
  noReason: -0.715,
  rank: 2.874,
  relevance: 0.812,
  length: -0.532,
};
