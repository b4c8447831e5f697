// How the loss on held-out rows went while an adapter was trained, and which step of it was kept.
import type { ShelvedAdapter } from "../../app/school/train-adapter.ts";
import { plural } from "../terminal/layout.ts";
import { sparkline } from "../terminal/sparkline.ts";
import { line, type Styled } from "../terminal/styled.ts";

const CURVE_WIDTH = 40;

export function heldOutLines({ heldOut, losses }: ShelvedAdapter["checks"]): readonly Styled[] {
  if (heldOut === undefined) return [];
  const { curve, bestStep, rows } = heldOut;
  const lossAt = (wanted: number): string => (curve.find(({ step }) => step === wanted)?.loss ?? 0).toFixed(3);
  const picture = sparkline(
    curve.map(({ loss }) => loss),
    CURVE_WIDTH,
  );
  return [
    line`  loss on ${plural(rows, "held-out row")} ${lossAt(0)} → ${lossAt(bestStep)} ${picture}; step ${bestStep} of ${losses.length} is kept`,
  ];
}
