// Shows how far work is: a bar that redraws itself on a terminal, drawn by its curve where it has one; an occasional line elsewhere.
import type { OnProgress, Progress } from "../../spec/progress.ts";
import type { Output } from "../io.ts";
import { count, duration } from "./layout.ts";
import type { Palette } from "./palette.ts";
import { sparkline } from "./sparkline.ts";
import { line, type Styled, visibleWidth } from "./styled.ts";

export type ProgressDisplay = Disposable & {
  readonly show: OnProgress;
  /** Takes the bar away so that something else can be written; the next report draws it again. */
  clear(): void;
};

export type ProgressOptions = {
  readonly output: Output;
  readonly palette: Palette;
  readonly mode: "bar" | "lines" | "none";
  readonly monotonicMs: () => number;
};

const REDRAW_MS = 80;
const LINE_MS = 10_000;
const BAR_WIDTH = 24;

export function createProgressDisplay({ output, palette, mode, monotonicMs }: ProgressOptions): ProgressDisplay {
  let stage = "";
  let startedMs = 0;
  let shownMs = 0;
  let visible = false;

  const clear = (): void => {
    if (visible) output.write("\r\u001b[2K");
    visible = false;
  };
  const show = (progress: Progress): void => {
    if (mode === "none") return;
    const now = monotonicMs();
    if (progress.stage !== stage) {
      stage = progress.stage;
      startedMs = now;
      shownMs = mode === "bar" ? 0 : now;
    }
    if (now - shownMs < (mode === "bar" ? REDRAW_MS : LINE_MS)) return;
    shownMs = now;
    const since = { elapsedMs: now - startedMs, done: progress.done - (progress.from ?? 0) };
    if (mode === "lines") return output.write(`${plainLine(progress, since).styled}\n`);
    const bar = barLine(progress, since, palette);
    clear();
    output.write(
      visibleWidth(bar) < output.columns ? bar.styled : plainLine(progress, since).styled.slice(0, output.columns - 1),
    );
    visible = true;
  };
  return { show, clear, [Symbol.dispose]: clear };
}

/** How much was done in which time; what was there before the stage began says nothing about its pace. */
type Since = { readonly elapsedMs: number; readonly done: number };

function barLine(progress: Progress, since: Since, palette: Palette): Styled {
  const { stage, total } = progress;
  const share = total === undefined || total === 0 ? undefined : Math.min(1, progress.done / total);
  const filled = share === undefined ? 0 : Math.round(share * BAR_WIDTH);
  const done = progress.curve === undefined ? "━".repeat(filled) : sparkline(stretched(progress.curve, filled), filled);
  const bar =
    share === undefined ? "" : line`${palette.cyan(done)}${palette.dim("─".repeat(BAR_WIDTH - done.length))} `;
  return line`${palette.bold(stage)} ${bar}${amount(progress)}${palette.dim(pace(progress, since))}`;
}

/** Fewer figures than places stand in several each, so that the length says how far it is. */
function stretched(curve: readonly number[], places: number): readonly number[] {
  if (curve.length >= places) return curve;
  return Array.from({ length: places }, (_, place) => curve[Math.floor((place * curve.length) / places)] ?? 0);
}

function plainLine(progress: Progress, since: Since): Styled {
  return line`${progress.stage}: ${amount(progress)}${pace(progress, since)}`;
}

function amount({ done, total, unit, detail }: Progress): string {
  const of = total === undefined ? "" : `/${count(total)}`;
  const counted = (total ?? done) === 1 ? unit.replace(/s$/u, "") : unit;
  return `${count(done)}${of} ${counted}${detail === undefined ? "" : ` · ${detail}`}`;
}

function timeLeft(seconds: number): string {
  return seconds < 100 ? `${Math.ceil(seconds)} s` : duration(seconds * 1000);
}

/** Rate and time left, once there is something to tell them from. */
function pace({ done, total }: Progress, since: Since): string {
  if (since.elapsedMs < 1000 || since.done <= 0) return "";
  const perSecond = (since.done / since.elapsedMs) * 1000;
  const left = total === undefined ? "" : ` · ${timeLeft((total - done) / perSecond)} left`;
  return ` · ${count(perSecond < 10 ? Number(perSecond.toFixed(1)) : Math.round(perSecond))}/s${left}`;
}
