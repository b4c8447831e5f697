// The loss of a training from step to step as a picture.
import { joinHtml, markup, type Html } from "../../core/page/markup.ts";
import type { TrainingStep } from "./training-run.ts";

const WIDTH = 720;
const HEIGHT = 260;
const LEFT = 48;
const TOP = 12;
const BOTTOM = 28;
const MOST_POINTS = 400;

export type LossPicture = {
  readonly curve: readonly TrainingStep[];
  /** Of the whole run, so that one that goes on shows how far it is. */
  readonly steps: number;
};

/** Nothing to draw is said in words. */
export function lossPicture({ curve, steps }: LossPicture): Html {
  const [first, last] = [curve[0], curve.at(-1)];
  if (first === undefined || last === undefined) return markup`<p class="soft">No step is done yet.</p>`;
  const highest = Math.max(...curve.map(({ loss }) => loss));
  const top = highest > 0 ? highest * 1.05 : 1;
  const x = (step: number): number => round(LEFT + ((step - 1) / Math.max(1, steps - 1)) * (WIDTH - LEFT - 12));
  const y = (loss: number): number => round(TOP + (1 - loss / top) * (HEIGHT - TOP - BOTTOM));
  const points = thinned(curve).map(({ step, loss }) => `${x(step)},${y(loss)}`);
  const label = `Loss from ${first.loss.toFixed(3)} at step ${first.step} to ${last.loss.toFixed(3)} at step ${last.step} of ${steps}`;
  const grid = [0, 0.5, 1].map((share) => {
    const loss = (highest || 1) * share;
    return markup`<line class="grid" x1="${LEFT}" x2="${WIDTH - 12}" y1="${y(loss)}" y2="${y(loss)}" /><text x="${LEFT - 6}" y="${y(loss) + 4}" text-anchor="end">${loss.toFixed(2)}</text>`;
  });
  return markup`<figure class="loss"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">${grid}<polyline class="curve" points="${joinHtml(points, " ")}" /><circle class="end" cx="${x(last.step)}" cy="${y(last.loss)}" r="4" /><text x="${LEFT}" y="${HEIGHT - 8}">step 1</text><text x="${WIDTH - 12}" y="${HEIGHT - 8}" text-anchor="end">step ${steps}</text></svg><figcaption class="soft small">${label}.</figcaption></figure>`;
}

export const LOSS_STYLE = `
figure.loss{margin:1rem 0;padding:.75rem;background:var(--paper);border:1px solid var(--line);border-radius:.5rem}
figure.loss svg{display:block;width:100%;height:auto}
figure.loss text{fill:var(--soft);font-size:12px}
figure.loss .grid{stroke:var(--line)}
figure.loss .curve{fill:none;stroke:var(--link);stroke-width:2;stroke-linejoin:round}
figure.loss .end{fill:var(--link)}
`;

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Long trainings have more steps than a picture has places. */
function thinned(curve: readonly TrainingStep[]): readonly TrainingStep[] {
  const every = Math.max(1, Math.ceil(curve.length / MOST_POINTS));
  return curve.filter((_, at) => at % every === 0 || at === curve.length - 1);
}
