// The control that needs no model: the documents' own words, as `ask` quotes them where no chat model is configured.
import { QUOTING_ARM } from "../../../ladder/climb/ladder-arms.ts";
import { QUOTING } from "../../config/config-schema.ts";
import type { ClimbState } from "./climb-state.ts";
import { sitControl } from "./sit-test.ts";

/** Not where an earlier version has registered the climb without it; that there is no library is said of the open book. */
export async function climbQuoting(state: ClimbState): Promise<void> {
  const { arms } = state.registration.registration;
  if (!arms.some(({ name }) => name === QUOTING_ARM)) return;
  if (state.project.examLibrary({ tellsClosed: false }) === undefined) return;
  await sitControl(state, { name: QUOTING_ARM, context: "search", model: QUOTING });
}
