// What was exported, how it compares with what was trained, for whom it is, and what to type next.
import type { ExportReport } from "../../app/school/export/export-adapter.ts";
import type { Printer } from "../printer.ts";
import { plural } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

export function exportedAdapterLines(report: ExportReport, { palette }: Printer): readonly Styled[] {
  const { name, form, out, acls, check, next, notes } = report;
  const { green, yellow, cyan } = palette;
  return [
    line`${green("✓")} ${name} written to ${out} as ${form}.`,
    ...(check === undefined ? [] : [line`  ${checkText(check)}`]),
    line`${yellow("!")} Let only those reach it who are cleared for all of: ${acls.map((acl) => acl.join(" or ")).join("; ")}`,
    ...notes.map((note) => line`${yellow("!")} ${note}`),
    ...next.map((command) => line`${cyan("→")} ${command}`),
  ];
}

function checkText({ prompts, shift, difference, sameReplies = 0 }: NonNullable<ExportReport["check"]>): string {
  const moved = `on ${plural(prompts, "prompt")} the adapter moves log-probabilities by up to ${shift.toFixed(2)}`;
  if (difference === undefined) return moved;
  return `${moved}; what was exported differs from that by ${difference.toFixed(4)} at most, and ${sameReplies} of ${prompts} replies are the same`;
}
