// The report of a climb as Markdown: the same numbers and sentences as the page, for pull requests and wikis.
import { plainText } from "../../core/page/plain-text.ts";
import { formatChance, formatFigure } from "../../exam/page/format-figure.ts";
import type { ArmResult, ClimbReport } from "../climb/climb-report.ts";
import { QUOTING_ARM } from "../climb/ladder-arms.ts";
import { REMEDIES } from "../diagnosis/diagnosis.ts";
import { isModelNeedless } from "../verdict/verdict.ts";
import { perRight } from "./cost-section.ts";
import { REMEDY_WORDS } from "./diagnosis-section.ts";
import { STATE_WORDS, stateOf } from "./ladder-picture.ts";
import { costOf, costText, costUnitOf, pointsText, shareText } from "./plain-figure.ts";
import { commandOf, registeredFacts, shortName } from "./registration-section.ts";
import { lessonText } from "./school-section.ts";
import { ADDED_WORDS, STEP_WORDS } from "./steps-section.ts";
import type { ClimbPage } from "./write-climb-page.ts";

type Row = readonly string[];

export function writeClimbMarkdown({ report, run, costs, version }: ClimbPage): string {
  const { explained, model, name, schooled, lacking } = report;
  const said = (about: string): readonly string[] =>
    explained.sentences.filter((one) => one.about === about).map(({ text }) => text);
  const parts = [
    `# ${cellText(explained.headline)}`,
    cellText(`${name} · ${model}`),
    ...[...said("decision"), ...said("cost"), ...said("next")].map(cellText),
    "## The ladder",
    ladderTable(report),
    ...lacking.map(({ arm, what, remedy }) => cellText(`${arm} was not tried: ${what}. ${remedy}`)),
    ...diagnosisParts(report),
    ...stepParts(report),
    "## Rung by rung",
    list(said("rung")),
    ...said("limits"),
    "## What it costs",
    costTable(report),
    ...(costs === undefined ? [] : [trafficTable(costs)]),
    ...(schooled.length === 0
      ? []
      : ["## At school", list(schooled.map((lesson) => `${lesson.arm}: ${lessonText(lesson)}`))]),
    "## Registered before the first call",
    list(registeredFacts(report, { version, startedAt: run.startedAt }).map((fact) => `${fact.name}: ${fact.text}`)),
    `\`\`\`sh\n${plainText(commandOf(report)).replaceAll(/[`\s]+/gu, " ")}\n\`\`\``,
    ...choiceParts(report),
    `Question by question: \`schoolbook exam page ${run.run} --to evidence.html\`, or the page beside this text.`,
  ];
  return `${parts.join("\n\n")}\n`;
}

function ladderTable(report: ClimbReport): string {
  const unit = costUnitOf(report.arms);
  return table(
    ["arm", "", "right", "knowledge", "behaviour", "refused rightly", "a question", "so"],
    report.arms.map((arm) => [
      arm.arm,
      arm.label,
      shareText(arm.quality),
      shareText(arm.knowledge),
      shareText(arm.behaviour),
      shareText(arm.refusedRightly),
      costText(costOf(arm, unit), unit),
      armState(report, arm),
    ]),
  );
}

function armState(report: ClimbReport, { arm, role }: ArmResult): string {
  if (role === "rung") return STATE_WORDS[stateOf(report, arm)];
  const { verdict } = report;
  const isEnough = arm === QUOTING_ARM && verdict.kind === "judged" && isModelNeedless(verdict);
  return isEnough ? "control, and proven enough" : "control";
}

function diagnosisParts({ diagnosis, diagnosisSentences }: ClimbReport): readonly string[] {
  if (diagnosis === undefined) return [];
  const rows = diagnosis.cells.map(({ cell, count, share }) => [
    cell,
    String(count),
    shareText(share),
    REMEDY_WORDS[REMEDIES[cell]],
  ]);
  const said = diagnosisSentences.filter(({ about }) => about !== "example").map(({ text }) => text);
  return ["## What fails without help", table(["", "questions", "share", "mended by"], rows), list(said)];
}

function stepParts({ verdict, explained }: ClimbReport): readonly string[] {
  if (verdict.kind === "blocked" || verdict.steps.length === 0) return [];
  const rows = verdict.steps.map(({ arm, over, adds, difference, discordant, adjustedPValue, kind }) => [
    `${arm} over ${over}`,
    ADDED_WORDS[adds],
    pointsText(difference),
    discordant === undefined ? "–" : `${discordant.onlyArm} / ${discordant.onlyOver}`,
    formatChance(adjustedPValue),
    STEP_WORDS[kind],
  ]);
  const said = explained.sentences.filter(({ about }) => about === "step").map(({ text }) => text);
  const head = ["", "adds", "points", "right only with it / without it", "p", "so"];
  return ["## What each rung added", table(head, rows), list(said)];
}

function costTable({ arms }: ClimbReport): string {
  const unit = costUnitOf(arms);
  return table(
    ["arm", "a question", "a right answer", "p50", "p95"],
    arms.map((arm) => [
      arm.arm,
      costText(costOf(arm, unit), unit),
      perRight(arm, unit),
      formatFigure(arm.p50Ms, "milliseconds"),
      formatFigure(arm.p95Ms, "milliseconds"),
    ]),
  );
}

function trafficTable({ traffic }: NonNullable<ClimbPage["costs"]>): string {
  const names = traffic[0]?.arms.map(({ name }) => name) ?? [];
  return table(
    ["questions a month", ...names, "cheapest"],
    traffic.map(({ questionsPerMonth, arms, cheapest }) => [
      formatFigure(questionsPerMonth, "tokens"),
      ...arms.map(({ usdPerMonth }) => formatFigure(usdPerMonth, "dollars")),
      cheapest,
    ]),
  );
}

function choiceParts({ choices }: ClimbReport): readonly string[] {
  if (choices.length === 0) return [];
  const rows = choices.map(({ arm, choice }) => [
    arm,
    shortName(choice.chosen),
    choice.tried.map(({ name }) => shortName(name)).join(", "),
  ]);
  return ["## Chosen on the questions for choosing", table(["rung", "chosen", "tried"], rows)];
}

function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row): string => `| ${cells.map(cellText).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function list(lines: readonly string[]): string {
  return lines.map((text) => `- ${cellText(text)}`).join("\n");
}

/** Foreign names end no cell and begin no markup. */
function cellText(text: string): string {
  return plainText(text)
    .replaceAll(/\s+/gu, " ")
    .replaceAll(/[\\|<`*_[\]]/gu, (sign) => `\\${sign}`);
}
