// How much each signal counts; written by `node bench/quoting/train.ts`, which says on what. Not to be changed by hand.
import type { SufficiencyWeights } from "./judge-sufficiency.ts";
import type { UnitWeights } from "./rank-units.ts";

export const UNIT_WEIGHTS: UnitWeights = {
  own: 5.188,
  lead: 2.473,
  title: 1.307,
  widened: 0.075,
  passage: -1.857,
  rank: 3.519,
  figure: 2.187,
  fact: 0.786,
  list: 0.24,
  steps: 0.613,
  row: -0.371,
  code: 0.554,
  yesOrNo: 1.13,
};

export const SUFFICIENCY_WEIGHTS: SufficiencyWeights = {
  bias: -0.244,
  missing: -3.791,
  missingNames: -2.885,
  meeting: 0.664,
  unnegated: -2.623,
  opposite: -1.149,
  wrongKind: -2.432,
  noTime: -1.242,
  noReason: -1.817,
  rank: 2.515,
  relevance: 1.022,
  length: -0.523,
};
