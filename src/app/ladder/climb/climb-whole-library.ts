// The control that needs no search: everything that an asker may read in the prompt, where the model has the room for it.
import { SchoolbookError } from "../../../core/errors.ts";
import { type ClimbState, lack } from "./climb-state.ts";
import { sitControl } from "./sit-test.ts";

const ARM = "AL";

/** Last, because each of its calls costs the most; what cannot be asked of it keeps no rung from its verdict. */
export async function climbWholeLibrary(state: ClimbState): Promise<void> {
  const { project, options, prompts, split, sat } = state;
  if (!sat.has("A2")) return lack(state, ARM, "there is no library to lay before the model", SYNC);
  // why: the prompt that was chosen for the open book, so that only the search makes a difference between the two.
  const { template } = prompts.open;
  const arm = { name: ARM, context: "whole-library", ...(template === undefined ? {} : { template }) } as const;
  const fit = await project.fitWholeLibrary({ arm, model: options.model, questions: split.test });
  if (fit.kind === "lacks") return lack(state, ARM, fit.what, fit.remedy);
  try {
    await sitControl(state, { ...arm, maxTokens: fit.promptTokens });
  } catch (error) {
    const reason = reasonOf(error, options.signal);
    if (reason === undefined) throw error;
    lack(state, ARM, reason, "Climb under another name with a larger budget, or leave it: no rung depends on it.");
  }
}

const SYNC = "Run `schoolbook library sync`.";

/** What ends a climb at a rung ends only the control here. */
function reasonOf(error: unknown, signal: AbortSignal | undefined): string | undefined {
  if (!(error instanceof SchoolbookError) || signal?.aborted === true) return undefined;
  if (error.code === "budget_reached") return "the budget does not carry it";
  return error.code === "cancelled" ? "it was not wanted at its price" : undefined;
}
