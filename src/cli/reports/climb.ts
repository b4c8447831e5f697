// A climb in lines while it goes: what gives the exam away, what was registered, what each rung chose and reached.
import type { ArmResult, ClimbEvent, ClimbReport } from "../../app/ladder/climb/climb-options.ts";
import { linesText } from "../../app/ladder/climb/report-parts.ts";
import { capital } from "../../core/capital.ts";
import type { Printer } from "../printer.ts";
import { count, duration, plural } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";
import { estimate } from "./exam-figures.ts";

type Leaks = NonNullable<ClimbReport["leaks"]>;
type Registered = Extract<ClimbEvent, { kind: "registered" }>["registration"];

export function registeredLine({ registration, hash }: Registered, { notePalette }: Printer): Styled {
  const { bar, margin, splits, seed } = registration;
  const share = (value: number): string => `${Math.round(value * 100)} %`;
  const { dim } = notePalette;
  return line`Registered: at least ${share(bar)} right, at most ${share(margin)} worse than the best; ${plural(splits.test.length, "question")} for the verdict, ${String(splits.development.length)} for choosing, seed ${String(seed)} ${dim(hash.slice(0, 8))}`;
}

/** What of the examples gives the exam away, and what the climb does about it. */
export function leakLines({ exact, near, leftOut }: Leaks, { notePalette, advice }: Printer): readonly Styled[] {
  const { yellow } = notePalette;
  const kept = exact.filter((at) => !leftOut.includes(at));
  const verb = (lines: readonly number[], one: string, more: string): string => (lines.length === 1 ? one : more);
  const said = [
    ...(leftOut.length === 0
      ? []
      : [
          `${linesText(leftOut)} of the examples ${verb(leftOut, "asks", "ask")} a question of the exam: left out of school.`,
        ]),
    ...(kept.length === 0
      ? []
      : [
          `${linesText(kept)} of the examples ${verb(kept, "asks", "ask")} a question of the exam, and ${verb(kept, "is", "are")} learnt from, as this climb was registered: climb under another name without.`,
        ]),
    ...(near.length === 0
      ? []
      : [
          `${linesText(near)} of the examples nearly ${verb(near, "asks", "ask")} one, and ${verb(near, "is", "are")} learnt from: \`schoolbook school check\` with --exam shows which.`,
        ]),
  ];
  return said.map((text) => line`${yellow("!")} ${advice(capital(text))}`);
}

export function schoolFailedLine(
  { arm, error }: Extract<ClimbEvent, { kind: "school-failed" }>,
  { notePalette, advice }: Printer,
): Styled {
  const { yellow } = notePalette;
  return line`${yellow("!")} ${arm} at school failed: ${error.message} It is tried again when its rung is reached. ${advice(error.hint)}`;
}

export function choiceLine({ arm, choice }: Extract<ClimbEvent, { kind: "chosen" }>, { notePalette }: Printer): Styled {
  const tried = choice.tried.map(({ name, mean }) => `${shortName(name)} ${Math.round(mean * 100)} %`).join(", ");
  const own = choice.tried.find(({ name }) => name === choice.chosen)?.mean ?? 0;
  const why = choice.tried.some(({ mean }) => mean > own) ? ": no gain beyond chance" : "";
  return line`${notePalette.dim(`${arm}  chosen: ${shortName(choice.chosen)} (${tried}${why})`)}`;
}

/** `A2.shots-2.passages-8` is `shots-2.passages-8` where its arm is named anyway. */
function shortName(name: string): string {
  return name.slice(name.indexOf(".") + 1);
}

export function resultLine({ arm, label, quality, tokensIn, p50Ms }: ArmResult, { notePalette }: Printer): Styled {
  const { bold, dim } = notePalette;
  return line`${bold(arm)}  ${label}: ${estimate(quality, "share")} right ${dim(`· ${count(Math.round(tokensIn))} tokens in, ${duration(p50Ms)}`)}`;
}
