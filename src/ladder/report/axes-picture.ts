// The two axes as a picture: knowledge across, behaviour up; the open book moves a model to the right, school lifts it.
import { dataTable } from "../../core/page/data-table.ts";
import { intervalPicture } from "../../core/page/interval-picture.ts";
import { markup, type Html } from "../../core/page/markup.ts";
import type { Estimate } from "../../exam/statistics/interval.ts";
import type { ArmResult, ClimbReport } from "../climb/climb-report.ts";
import { at, figureFrame, shareLines } from "./figure-frame.ts";
import { shareText } from "./plain-figure.ts";

const TOP = 14;
const SIDE = 300;
const HEIGHT = TOP + SIDE + 40;

type Point = { readonly arms: readonly ArmResult[]; readonly knowledge: Estimate; readonly behaviour: Estimate };

export function axesSection({ arms }: ClimbReport): Html {
  const picture = axesPicture(arms.filter(({ role }) => role === "rung"));
  return markup`<section aria-labelledby="axes"><h2 id="axes">Knowledge and behaviour</h2><div class="${picture === undefined ? "" : "split"}">${picture}<div>${axesTable(arms)}</div></div></section>`;
}

/** Undefined where the exam asks for one of the two alone. */
function axesPicture(rungs: readonly ArmResult[]): Html | undefined {
  const points = pointsOf(rungs);
  if (points.length === 0) return undefined;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      markup`<line class="grid" x1="${at(share)}" x2="${at(share)}" y1="${TOP}" y2="${TOP + SIDE}" /><text class="tick" x="${at(share)}" y="${TOP + SIDE + 18}" text-anchor="middle">${share * 100}</text>`,
  );
  const names = markup`<text class="soft" x="100%" y="${TOP + SIDE + 36}" text-anchor="end">% right of knowledge →</text><text class="soft" x="8" y="${TOP + 14}">↑ % right in form</text>`;
  const said = rungs.map(
    ({ arm, knowledge, behaviour }) => `${arm}: knowledge ${shareText(knowledge)}, behaviour ${shareText(behaviour)}`,
  );
  return figureFrame({
    kind: "axes",
    height: HEIGHT,
    label: `Knowledge across and behaviour up. ${said.join(". ")}.`,
    drawing: markup`${shareLines(yOf)}${ticks}${names}${points.map(pointOf)}`,
  });
}

/** Rungs that stand at the same place share a point. */
function pointsOf(rungs: readonly ArmResult[]): readonly Point[] {
  const placed = rungs.flatMap((arm) => {
    const { knowledge, behaviour } = arm;
    return knowledge === undefined || behaviour === undefined ? [] : [{ arm, knowledge, behaviour }];
  });
  const near = ({ knowledge, behaviour }: (typeof placed)[number]): string =>
    `${Math.round(knowledge.value * 25)} ${Math.round(behaviour.value * 25)}`;
  return [...Map.groupBy(placed, near).values()].flatMap((own) => {
    const [first] = own;
    return first === undefined ? [] : [{ ...first, arms: own.map(({ arm }) => arm) }];
  });
}

function pointOf({ arms, knowledge, behaviour }: Point): Html {
  const [x, y] = [at(knowledge.value), yOf(behaviour.value)];
  const isRight = knowledge.value > 0.75;
  const anchor = isRight ? "end" : "start";
  const name = arms.map(({ arm }) => arm).join(" · ");
  return markup`<line class="reach" x1="${at(knowledge.low)}" x2="${at(knowledge.high)}" y1="${y}" y2="${y}" /><line class="reach" x1="${x}" x2="${x}" y1="${yOf(behaviour.low)}" y2="${yOf(behaviour.high)}" /><circle class="value" cx="${x}" cy="${y}" r="7" /><svg x="${x}" y="${y}" overflow="visible"><text class="name" x="${isRight ? -12 : 12}" y="-9" text-anchor="${anchor}">${name}</text></svg>`;
}

function yOf(share: number): number {
  return Math.round((TOP + (1 - share) * SIDE) * 10) / 10;
}

function axesTable(arms: readonly ArmResult[]): Html {
  const cell = (estimate: Estimate | undefined, label: string): Html =>
    estimate === undefined
      ? markup`–`
      : markup`${shareText(estimate)}${intervalPicture({ ...estimate, from: 0, to: 1, label: `${label}: ${shareText(estimate)}` })}`;
  return dataTable({
    name: "Knowledge and behaviour",
    note: "Knowledge: facts from the documents, where they hold an answer. Behaviour: the form that the answer has to have. Refused: questions without an answer that got none. 95 % intervals.",
    columns: [{ head: "arm" }, { head: "knowledge" }, { head: "behaviour" }, { head: "refused rightly" }],
    rows: arms.map(({ arm, label, knowledge, behaviour, refusedRightly }) => [
      markup`${arm} <span class="soft armname">${label}</span>`,
      cell(knowledge, `${arm}, knowledge`),
      cell(behaviour, `${arm}, behaviour`),
      cell(refusedRightly, `${arm}, refused rightly`),
    ]),
  });
}
