// A climb in lines: what was registered, what each rung reached, and the verdict with its reasons.
import type { ArmResult, ClimbEvent, ClimbReport } from "../../app/ladder/climb/climb-options.ts";
import { isModelNeedless } from "../../ladder/verdict/verdict.ts";
import { linesText } from "../../school/check/finding.ts";
import type { Printer } from "../printer.ts";
import { count, duration, plural, table } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";
import { dollars, estimate } from "./exam-figures.ts";

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

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function choiceLine({ arm, choice }: Extract<ClimbEvent, { kind: "chosen" }>, { notePalette }: Printer): Styled {
  const tried = choice.tried.map(({ name, mean }) => `${shortName(name)} ${Math.round(mean * 100)} %`).join(", ");
  return line`${notePalette.dim(`${arm}  chosen: ${shortName(choice.chosen)} (${tried})`)}`;
}

/** `A2.shots-2.passages-8` is `shots-2.passages-8` where its arm is named anyway. */
function shortName(name: string): string {
  return name.slice(name.indexOf(".") + 1);
}

export function resultLine({ arm, label, quality, tokensIn, p50Ms }: ArmResult, { notePalette }: Printer): Styled {
  const { bold, dim } = notePalette;
  return line`${bold(arm)}  ${label}: ${estimate(quality, "share")} right ${dim(`· ${count(Math.round(tokensIn))} tokens in, ${duration(p50Ms)}`)}`;
}

export function verdictLines(report: ClimbReport, printer: Printer): readonly Styled[] {
  const { bold, dim, green, yellow, cyan } = printer.palette;
  const { explained, arms, verdict, diagnosisSentences } = report;
  const isServed = verdict.kind === "judged" && verdict.decision.kind === "serve";
  const served = verdict.kind === "judged" && verdict.decision.kind === "serve" ? verdict.decision.arm : "";
  const rows = arms.map((arm) => [
    arm.arm === served ? green(arm.arm) : arm.role === "control" ? dim(arm.arm) : bold(arm.arm),
    arm.label,
    picture(arm.quality.value),
    estimate(arm.quality, "share"),
    shareText(arm.knowledge?.value),
    shareText(arm.behaviour?.value),
    shareText(arm.refusedRightly?.value),
    count(Math.round(arm.tokensIn)),
    duration(arm.p50Ms),
    arm.usd === undefined ? "–" : dollars(arm.usd.value),
  ]);
  const head = ["", "", "", "right", "knowledge", "form", "refused", "tokens in", "p50", "a question"].map((text) =>
    dim(text),
  );
  return [
    line``,
    ...table([head, ...rows]),
    line``,
    line`${isServed ? green("✓") : yellow("!")} ${bold(explained.headline)}`,
    ...explained.sentences.map(({ text }) => line`  ${text}`),
    ...(diagnosisSentences.length === 0 ? [] : [line``, line`${bold("What fails without help")}`]),
    ...diagnosisSentences.filter(({ about }) => about !== "example").map(({ text }) => line`  ${text}`),
    line``,
    line`${cyan("→")} ${printer.advice(nextStep(report))}`,
  ];
}

const BAR = 16;

function picture(share: number): string {
  const full = Math.round(share * BAR);
  return "█".repeat(full) + "░".repeat(BAR - full);
}

function shareText(share: number | undefined): string {
  return share === undefined ? "–" : `${Math.round(share * 100)} %`;
}

function nextStep({ verdict, runs, folder, name }: ClimbReport): string {
  const report = `The report: ${folder}/report.html. Every question: \`schoolbook exam show ${runs.test}\`.`;
  if (verdict.kind === "blocked") return report;
  const isServed = verdict.decision.kind === "serve";
  const rung = isServed ? ` \`schoolbook use --climb ${name}\` puts the rung into use.` : "";
  const quoting = isModelNeedless(verdict) ? ` \`schoolbook use AQ --climb ${name}\` puts quoting into use.` : "";
  return `${report}${rung}${quoting}`;
}
