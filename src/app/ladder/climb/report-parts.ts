// What a climb's report and its course are made of, as shells that tell of them take it.
export type { Cell, Diagnosis, RungBound } from "../../../ladder/diagnosis/diagnosis.ts";
export { armOfRung } from "../../../ladder/diagnosis/rung-bounds.ts";
export type { StepEvidence } from "../../../ladder/verdict/compare-steps.ts";
export {
  type Doubt,
  findingState,
  type FindingState,
  isModelNeedless,
  type Reason,
  type RungFinding,
  type Verdict,
} from "../../../ladder/verdict/verdict.ts";
export { linesText } from "../../../school/check/finding.ts";
