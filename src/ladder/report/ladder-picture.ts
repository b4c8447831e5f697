// The ladder as a picture: a step for each rung as high as what it gets right, with its interval, and below it what an answer costs.
import { markup, type Html } from "../../core/page/markup.ts";
import type { ArmResult, ClimbReport } from "../climb/climb-report.ts";
import { QUOTING_ARM } from "../climb/ladder-arms.ts";
import { findingState } from "../verdict/verdict.ts";
import { at, figureFrame, shareLines } from "./figure-frame.ts";
import { costOf, costText, type CostUnit, costUnitOf, shareText, wholePercent } from "./plain-figure.ts";

const TOP = 26;
const QUALITY = 260;
const COST_TOP = TOP + QUALITY + 44;
const COST = 70;
const HEIGHT = COST_TOP + COST + 26;
const ROOM = 46;

/** The right passage in hand: what a perfect search would bring to the rung. */
const CEILINGS: Readonly<Record<string, string>> = { A2: "A3", A5: "A6" };

type Column = {
  readonly name: string;
  readonly label: string;
  readonly result: ArmResult | undefined;
  readonly state: StepState;
  readonly ceiling: ArmResult | undefined;
  /** Why it was not tried. */
  readonly lacks: string | undefined;
};

type StepState = "served" | "enough" | "open" | "short" | "vetoed" | "untried";

export const STATE_WORDS: Readonly<Record<StepState, string>> = {
  served: "serve this",
  enough: "proven enough",
  open: "not settled",
  short: "not enough",
  vetoed: "vetoed",
  untried: "not tried",
};

export function ladderPicture(report: ClimbReport): Html {
  const columns = columnsOf(report);
  const { bar } = report.registration.registration;
  const unit = costUnitOf(report.arms);
  const highest = Math.max(...columns.flatMap(({ result }) => (result === undefined ? [] : [costOf(result, unit)])), 0);
  const width = 1 / columns.length;
  const steps = columns.map((column, index) => {
    const place = { left: index * width, width };
    return markup`${stepOf(column, place)}${costBar(column, { ...place, unit, highest })}`;
  });
  const barY = yOf(bar);
  const barLine = markup`<line class="bar" x1="0" x2="100%" y1="${barY}" y2="${barY}" /><text class="bartext" ${isNearer(columns, bar) ? markup`x="0"` : markup`x="100%" text-anchor="end"`} y="${barY - 6}">the bar: ${wholePercent(bar)}</text>`;
  const quoting = quotingLine(report);
  const costTitle = markup`<text class="soft" x="0" y="${COST_TOP - 10}">${unit === "dollars" ? "dollars" : "tokens"} a question</text><line class="grid" x1="0" x2="100%" y1="${COST_TOP}" y2="${COST_TOP}" />`;
  const title = markup`<text class="soft" x="0" y="12">% right, with 95 % intervals</text>`;
  return figureFrame({
    kind: "ladder",
    label: `${wordsOf(columns, bar, unit)}${quotingWords(report)}`,
    height: HEIGHT,
    drawing: markup`${title}${shareLines(yOf)}${steps}${quoting}${barLine}${costTitle}`,
    foot: markup`${footOf(columns)}${quoting !== undefined && QUOTING_LEGEND}`,
  });
}

/** Whether the last step is nearer to the bar than the first: the bar's name stands where it covers less. */
function isNearer(columns: readonly Column[], bar: number): boolean {
  const away = (column: Column | undefined): number =>
    column?.result === undefined ? 1 : Math.abs(column.result.quality.value - bar);
  return away(columns.at(-1)) < away(columns[0]);
}

const QUOTING_LEGEND = markup`<p class="soft small"><span class="dashes" aria-hidden="true"></span> quoting the documents, without a model (${QUOTING_ARM})</p>`;

function quotingOf({ arms }: ClimbReport): ArmResult | undefined {
  return arms.find(({ arm }) => arm === QUOTING_ARM);
}

/** Across all steps, since it costs no tokens: what a rung is worth begins above it. */
function quotingLine(report: ClimbReport): Html | undefined {
  const found = quotingOf(report);
  if (found === undefined) return undefined;
  const y = yOf(found.quality.value);
  return markup`<line class="quoting" x1="0" x2="100%" y1="${y}" y2="${y}" />`;
}

function quotingWords(report: ClimbReport): string {
  const found = quotingOf(report);
  return found === undefined ? "" : ` ${QUOTING_ARM}, ${found.label}: ${shareText(found.quality)} right.`;
}

export function stateOf({ verdict }: ClimbReport, name: string): StepState {
  if (verdict.kind === "blocked") return "open";
  const rung = verdict.rungs.find(({ arm }) => arm.name === name);
  if (rung === undefined) return "untried";
  return findingState(verdict, rung);
}

function columnsOf(report: ClimbReport): readonly Column[] {
  const rungs = report.registration.registration.arms.filter(({ role }) => role === "rung");
  const resultOf = (name: string | undefined): ArmResult | undefined => report.arms.find(({ arm }) => arm === name);
  return rungs.map(({ name, label }) => {
    const result = resultOf(name);
    return {
      name,
      label,
      result,
      state: result === undefined ? "untried" : stateOf(report, name),
      ceiling: resultOf(CEILINGS[name]),
      lacks: report.lacking.find(({ arm }) => arm === name)?.what,
    };
  });
}

function yOf(share: number): number {
  return Math.round((TOP + (1 - share) * QUALITY) * 10) / 10;
}

type Place = { readonly left: number; readonly width: number };

function stepOf({ name, result, state, ceiling }: Column, { left, width }: Place): Html {
  const middle = at(left + width / 2);
  if (result === undefined) {
    return markup`<rect class="step untried" x="${at(left + width * 0.06)}" width="${at(width * 0.88)}" y="${yOf(0.08)}" height="${yOf(0) - yOf(0.08)}" /><text class="soft" x="${middle}" y="${yOf(0.08) - 8}" text-anchor="middle">not tried</text>`;
  }
  const { value, low, high } = result.quality;
  const [x1, x2] = [at(left + width * 0.06), at(left + width * 0.94)];
  const across = at(width * 0.88);
  const top = yOf(value);
  const names = stepNames({ name, value, high, top }, { left, width });
  const limit =
    ceiling !== undefined &&
    markup`<line class="ceiling" x1="${x1}" x2="${x2}" y1="${yOf(ceiling.quality.value)}" y2="${yOf(ceiling.quality.value)}" />`;
  return markup`<g class="${state}"><rect class="step" x="${x1}" width="${across}" y="${top}" height="${Math.max(0, yOf(0) - top)}" /><line class="tread" x1="${x1}" x2="${x2}" y1="${top}" y2="${top}" />${limit}<line class="reach" x1="${middle}" x2="${middle}" y1="${yOf(low)}" y2="${yOf(high)}" />${names}</g>`;
}

type StepNames = { readonly name: string; readonly value: number; readonly high: number; readonly top: number };

/** Inside the step, or above its interval where it is too low to hold them. */
function stepNames({ name, value, high, top }: StepNames, { left, width }: Place): Html {
  if (yOf(0) - top < ROOM) {
    return markup`<text class="big" x="${at(left + width / 2)}" y="${yOf(high) - 10}" text-anchor="middle">${wholePercent(value)}</text>`;
  }
  const y = yOf(0) - 12;
  return markup`<text class="big" x="${at(left + width * 0.1)}" y="${y}">${wholePercent(value)}</text><text class="name" x="${at(left + width * 0.9)}" y="${y}" text-anchor="end">${name}</text>`;
}

type CostPlace = Place & { readonly unit: CostUnit; readonly highest: number };

function costBar({ result }: Column, { left, width, unit, highest }: CostPlace): Html {
  if (result === undefined) return markup``;
  const cost = costOf(result, unit);
  const long = highest === 0 ? 1 : Math.max(1, Math.round((cost / highest) * COST));
  return markup`<rect class="cost" x="${at(left + width * 0.25)}" width="${at(width * 0.5)}" y="${COST_TOP}" height="${long}" /><text class="costtext" x="${at(left + width / 2)}" y="${COST_TOP + long + 16}" text-anchor="middle">${costText(cost, unit).replace(" tokens", "")}</text>`;
}

function footOf(columns: readonly Column[]): Html {
  const cells = columns.map(
    ({ name, label, state, lacks }) =>
      markup`<div><b>${label}</b><span class="soft"> ${name}</span><br /><span class="state ${state}">${STATE_WORDS[state]}</span>${lacks !== undefined && markup`<br /><span class="soft small">${lacks}</span>`}</div>`,
  );
  const hasCeiling = columns.some(({ ceiling }) => ceiling !== undefined);
  const legend =
    hasCeiling &&
    markup`<figcaption class="soft small"><span class="dots" aria-hidden="true"></span> with the right passage in hand: what the rung would reach if the search never missed</figcaption>`;
  return markup`<div class="columns">${cells}</div>${legend}`;
}

function wordsOf(columns: readonly Column[], bar: number, unit: CostUnit): string {
  const said = columns.map(({ name, label, result, state }) =>
    result === undefined
      ? `${name}, ${label}: not tried`
      : `${name}, ${label}: ${shareText(result.quality)} right at ${costText(costOf(result, unit), unit)} a question, ${STATE_WORDS[state]}`,
  );
  return `The ladder, with a bar of ${wholePercent(bar)}. ${said.join(". ")}.`;
}
