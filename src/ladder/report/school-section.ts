// How each training went: its loss from step to step, how long it took, and what was forgotten.
import { counted } from "../../core/counted.ts";
import { markup, type Html } from "../../core/page/markup.ts";
import type { ClimbReport } from "../climb/climb-report.ts";
import { at, figureFrame } from "./figure-frame.ts";

const TOP = 12;
const SIDE = 150;
const HEIGHT = TOP + SIDE + 26;
const MOST_POINTS = 300;

type Lesson = ClimbReport["schooled"][number];

export function schoolSection({ schooled }: ClimbReport): Html {
  if (schooled.length === 0) return markup``;
  const highest = Math.ceil(Math.max(...schooled.flatMap(({ losses }) => losses), 1));
  return markup`<section aria-labelledby="school"><h2 id="school">At school</h2><div class="pair">${schooled.map((lesson) => lessonPicture(lesson, highest))}</div></section>`;
}

function lessonPicture(lesson: Lesson, highest: number): Html {
  const { arm, losses } = lesson;
  const yOf = (loss: number): number => Math.round((TOP + (1 - Math.min(1, loss / highest)) * SIDE) * 10) / 10;
  const points = thinned(losses).map(({ step, loss }) => ({
    x: losses.length < 2 ? 0 : step / (losses.length - 1),
    y: yOf(loss),
  }));
  const lines = points.slice(1).map((point, index) => {
    const before = points[index] ?? point;
    return markup`<line class="curve" x1="${at(before.x)}" x2="${at(point.x)}" y1="${before.y}" y2="${point.y}" />`;
  });
  const ticks = [0, highest / 2, highest].map(
    (loss) =>
      markup`<line class="grid" x1="0" x2="100%" y1="${yOf(loss)}" y2="${yOf(loss)}" /><text class="tick" x="-8" y="${yOf(loss) + 4}" text-anchor="end">${loss}</text>`,
  );
  const ends = markup`<text class="tick" x="0" y="${TOP + SIDE + 18}">step 1</text><text class="tick" x="100%" y="${TOP + SIDE + 18}" text-anchor="end">${losses.length}</text>`;
  return figureFrame({
    kind: "curves",
    height: HEIGHT,
    label: `${arm}: ${lessonText(lesson)}`,
    drawing: markup`${ticks}${ends}${lines}`,
    foot: markup`<figcaption><b>${arm}</b> <span class="soft">${lessonText(lesson)}</span></figcaption>`,
  });
}

export function lessonText({ rows, seconds, losses, forgetting, forgettingAtMost }: Lesson): string {
  const [first, last] = [losses[0], losses.at(-1)];
  const fell =
    first === undefined || last === undefined ? "" : ` loss (nats a token) ${first.toFixed(2)} → ${last.toFixed(2)},`;
  const forgot =
    forgetting === undefined
      ? "what it forgot was not measured"
      : `loss on neutral text ${signed(forgetting)}${guessed(forgetting, forgettingAtMost)}`;
  return `${counted(rows, "row")}, ${counted(losses.length, "step")}, ${Math.round(seconds)} s;${fell} ${forgot}.`;
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
}

function guessed(rise: number, atMost = rise): string {
  return atMost > rise ? ` (${signed(atMost)} with what lies above guessing, where nothing is known to forget)` : "";
}

/** Long trainings have more steps than a picture has places. */
function thinned(losses: readonly number[]): readonly { readonly step: number; readonly loss: number }[] {
  const every = Math.max(1, Math.ceil(losses.length / MOST_POINTS));
  return losses.flatMap((loss, step) => (step % every === 0 || step === losses.length - 1 ? [{ step, loss }] : []));
}
