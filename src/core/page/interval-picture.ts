// A value and its interval as a small picture, with the same in words for those who do not see it.
import { markup, type Html } from "./markup.ts";

export type IntervalPicture = {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** The ends of the axis; what reaches beyond is cut there. */
  readonly from: number;
  readonly to: number;
  /** What it says, in words. */
  readonly label: string;
};

const WIDTH = 160;
const HEIGHT = 18;
const MARGIN = 6;

/** A dashed line stands at zero where zero lies inside the axis. */
export function intervalPicture({ value, low, high, from, to, label }: IntervalPicture): Html {
  const span = to > from ? to - from : 1;
  const at = (given: number): number => {
    const share = Math.min(1, Math.max(0, (given - from) / span));
    return Math.round((MARGIN + share * (WIDTH - 2 * MARGIN)) * 10) / 10;
  };
  const middle = HEIGHT / 2;
  const zero = from < 0 && to > 0 ? at(0) : undefined;
  return markup`<svg class="interval" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}"><line class="axis" x1="${MARGIN}" x2="${WIDTH - MARGIN}" y1="${middle}" y2="${middle}" />${zero === undefined ? undefined : markup`<line class="zero" x1="${zero}" x2="${zero}" y1="1" y2="${HEIGHT - 1}" />`}<line class="reach" x1="${at(low)}" x2="${at(high)}" y1="${middle}" y2="${middle}" /><circle class="value" cx="${at(value)}" cy="${middle}" r="4.5" /></svg>`;
}
