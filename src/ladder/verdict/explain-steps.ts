// What each rung added over another one, in words; "adding RAG made it worse" where it did.
import { capital } from "../../core/capital.ts";
import type { StepEvidence } from "./compare-steps.ts";
import type { VerdictSentence } from "./explain-verdict.ts";
import type { Effort } from "./gather-scores.ts";
import { chanceText, gainBetween, usdBetween } from "./plain-numbers.ts";
import type { Verdict } from "./verdict.ts";

export const LINES_OF_STEPS =
  "What one rung added over another is tested exactly, on the same questions, all steps together (Holm)";

const WHAT = {
  prompt: "a better prompt",
  book: "the open book (RAG)",
  school: "school (fine-tuning)",
} as const;

export function explainStep(verdict: Verdict, step: StepEvidence): VerdictSentence {
  return { about: "step", arm: step.arm, text: `${claim(verdict, step)}: ${evidence(step)}${money(step)}.` };
}

function claim(verdict: Verdict, { arm, over, adds, kind }: StepEvidence): string {
  const [own, other] = [labelOf(verdict, arm), labelOf(verdict, over)];
  if (adds === "step") {
    if (kind === "not-shown") return `Between ${own} and ${other} no difference was shown`;
    return kind === "better" ? `Going from ${other} to ${own} helped` : `Going from ${other} to ${own} made it worse`;
  }
  const to = `adding ${WHAT[adds]} to ${other}`;
  if (kind === "better") return capital(`${to} helped`);
  if (kind === "worse") return capital(`${to} made it worse`);
  return `That ${to} helps or harms was not shown`;
}

function evidence({ arm, over, difference, adjustedPValue, discordant }: StepEvidence): string {
  const counted =
    discordant === undefined
      ? ""
      : `; right only with ${arm} ${discordant.onlyArm}, only with ${over} ${discordant.onlyOver}`;
  return `${gainBetween(difference)}, ${chanceText(adjustedPValue)}${counted}`;
}

function money(step: StepEvidence): string {
  const { addedUsd } = step;
  if (addedUsd === undefined) return effortText(step);
  const { value, low, high, level } = addedUsd;
  if (low === 0 && high === 0) return `, for the same dollars${effortText(step)}`;
  if (value >= 0) return `, for ${usdBetween(addedUsd)} questions more`;
  return `, for ${usdBetween({ value: -value, low: -high, high: -low, level })} questions less`;
}

/** Dollars say nothing of it where models run on a machine of one's own. */
function effortText({ arm, over, effort }: StepEvidence): string {
  if (effort === undefined) return "";
  const { own, other } = effort;
  const tokens = `${count(own.tokens)} tokens with ${arm} and ${count(other.tokens)} with ${over}`;
  return `; a question takes ${tokens}, and half of the answers ${seconds(own)} and ${seconds(other)} at most`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

function seconds({ medianMs }: Effort): string {
  return medianMs < 1000 ? `${Math.round(medianMs)} ms` : `${(medianMs / 1000).toFixed(1)} s`;
}

function labelOf({ rungs, controls }: Verdict, name: string): string {
  const found = [...rungs, ...controls].find(({ arm }) => arm.name === name);
  return found === undefined ? name : `${found.arm.label} (${name})`;
}
