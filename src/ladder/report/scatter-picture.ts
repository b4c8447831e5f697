// Quality against cost: each arm as a point with its interval, and the stairs of what is reached for so much or less.
import { markup, type Html } from "../../core/page/markup.ts";
import type { ArmResult } from "../climb/climb-report.ts";
import { at, figureFrame, shareLines } from "./figure-frame.ts";
import { costOf, costText, type CostUnit, shareText } from "./plain-figure.ts";

const TOP = 14;
const SIDE = 240;
const HEIGHT = TOP + SIDE + 40;

type Place = { readonly arms: readonly ArmResult[]; readonly cost: number; readonly arm: ArmResult };

export function scatterPicture(arms: readonly ArmResult[], unit: CostUnit): Html {
  const highest = niceAbove(Math.max(...arms.map((arm) => costOf(arm, unit)), 0));
  const xOf = (cost: number): number => cost / highest;
  const places = placesOf(arms, unit, highest);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      markup`<text class="tick" x="${at(share)}" y="${TOP + SIDE + 18}" text-anchor="middle">${costText(share * highest, unit).replace(" tokens", "")}</text>`,
  );
  const title = markup`<text class="soft" x="100%" y="${TOP + SIDE + 36}" text-anchor="end">${unit} a question →</text><text class="soft" x="8" y="${TOP + 14}">↑ % right</text>`;
  const said = arms.map(
    (arm) => `${arm.arm}: ${shareText(arm.quality)} right at ${costText(costOf(arm, unit), unit)} a question`,
  );
  return figureFrame({
    kind: "scatter",
    height: HEIGHT,
    label: `Quality against cost. ${said.join(". ")}.`,
    drawing: markup`${shareLines(yOf)}${ticks}${title}${stairs(arms, unit, xOf)}${places.map((place) => pointOf(place, xOf))}`,
    foot: markup`<figcaption class="soft small">The stairs: what is reached for so much or less. Hollow: controls, which are no rungs.</figcaption>`,
  });
}

/** Of rungs alone: a control cannot be served at any price. */
function stairs(arms: readonly ArmResult[], unit: CostUnit, xOf: (cost: number) => number): readonly Html[] {
  const rungs = arms
    .filter(({ role }) => role === "rung")
    .map((arm) => ({ cost: costOf(arm, unit), quality: arm.quality.value }))
    .toSorted((one, other) => one.cost - other.cost || other.quality - one.quality);
  const steps: { readonly cost: number; readonly quality: number }[] = [];
  for (const rung of rungs) if (rung.quality > (steps.at(-1)?.quality ?? -1)) steps.push(rung);
  return steps.map(({ cost, quality }, index) => {
    const y = yOf(quality);
    const rise = markup`<line class="stair" x1="${at(xOf(cost))}" x2="${at(xOf(cost))}" y1="${yOf(steps[index - 1]?.quality ?? 0)}" y2="${y}" />`;
    const next = steps[index + 1];
    return markup`${rise}<line class="stair" x1="${at(xOf(cost))}" x2="${next === undefined ? "100%" : at(xOf(next.cost))}" y1="${y}" y2="${y}" />`;
  });
}

/** Arms that would cover one another share a point. */
const NEAR = 0.06;

function placesOf(arms: readonly ArmResult[], unit: CostUnit, highest: number): readonly Place[] {
  const places: { readonly arm: ArmResult; readonly arms: ArmResult[]; readonly cost: number }[] = [];
  for (const arm of arms.toSorted((one, other) => one.role.localeCompare(other.role) * -1)) {
    const cost = costOf(arm, unit);
    const near = places.find(
      (place) =>
        Math.abs(place.cost - cost) / highest < NEAR && Math.abs(place.arm.quality.value - arm.quality.value) < NEAR,
    );
    if (near === undefined) places.push({ arm, arms: [arm], cost });
    else near.arms.push(arm);
  }
  return places;
}

function pointOf({ arm, arms, cost }: Place, xOf: (cost: number) => number): Html {
  const { value, low, high } = arm.quality;
  const x = at(xOf(cost));
  const isRight = xOf(cost) > 0.55;
  const kind = arms.some(({ role }) => role === "rung") ? "value" : "value control";
  const name = arms.map((one) => one.arm).join(" · ");
  return markup`<line class="reach thin" x1="${x}" x2="${x}" y1="${yOf(low)}" y2="${yOf(high)}" /><circle class="${kind}" cx="${x}" cy="${yOf(value)}" r="6" /><svg x="${x}" y="${yOf(value)}" overflow="visible"><text class="name" x="${isRight ? -11 : 11}" y="-8" text-anchor="${isRight ? "end" : "start"}">${name}</text></svg>`;
}

function yOf(share: number): number {
  return Math.round((TOP + (1 - share) * SIDE) * 10) / 10;
}

function niceAbove(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 5, 8, 10].find((times) => times * power >= value * 1.05) ?? 20) * power;
}
