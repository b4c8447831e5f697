// What a bill has to say of the rows of a run that it does not rest on: those that failed, and those that are missing.
import { joined } from "../verdict/plain-numbers.ts";
import type { ArmCost } from "./arm-cost.ts";
import type { ArmRows } from "./cost-plan.ts";

/** One sentence for each arm that has such rows. */
export function notesOnRows(rows: readonly ArmRows[], arms: readonly ArmCost[]): readonly string[] {
  return rows.flatMap((own) => {
    const gaps = gapsOf(own);
    if (gaps === undefined) return [];
    const billed = arms.find(({ name }) => name === own.name);
    if (billed === undefined) return [`${own.name} is left out of the bill: ${gaps}.`];
    const rest = `${own.name}: ${gaps}. Its bill is that of the others`;
    return [billed.isPartial === true ? `${rest}, and so are its right answers: ${UNEQUAL}` : `${rest}.`];
  });
}

const UNEQUAL =
  "it is not compared with other arms for a right answer, since the rows that are left out would move the difference.";

function gapsOf({ asked, failed, unscored, missing }: ArmRows): string | undefined {
  const all = asked + missing;
  const parts = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(unscored > 0 ? [`${unscored} cannot be scored`] : []),
    ...(missing > 0 ? [`${missing} missing`] : []),
  ];
  return parts.length === 0 ? undefined : `of ${all} rows, ${joined(parts)}`;
}
