// What a climb's report is made of, as shells that tell of it take it.
export type { Cell, Diagnosis, RungBound } from "../../../ladder/diagnosis/diagnosis.ts";
export type { StepEvidence } from "../../../ladder/verdict/compare-steps.ts";
export {
  type Doubt,
  isModelNeedless,
  type Reason,
  type RungFinding,
  type Verdict,
} from "../../../ladder/verdict/verdict.ts";
export { linesText } from "../../../school/check/finding.ts";
