// How much each signal counts; written by `node bench/quoting/train.ts`, which says on what. Not to be changed by hand.
import type { SufficiencyWeights } from "./judge-sufficiency.ts";
import type { UnitWeights } from "./rank-units.ts";

export const UNIT_WEIGHTS: UnitWeights = {
  own: 5.457,
  lead: 2.298,
  title: 1.284,
  pointedAt: 1.135,
  passage: -2.519,
  rank: 3.459,
  figure: 2.132,
  fact: 0.763,
  list: 0.234,
  steps: 0.615,
  row: -0.442,
  code: 0.547,
  yesOrNo: 1.065,
};

export const SUFFICIENCY_WEIGHTS: SufficiencyWeights = {
  bias: 0.084,
  missing: -3.345,
  missingNames: -2.654,
  meeting: 0.7,
  unnegated: -2.175,
  opposite: -1.259,
  noFigure: -0.85,
  wrongKind: -1.094,
  fact: 0.307,
  rank: 1.917,
  relevance: 1.305,
  length: -0.592,
};
