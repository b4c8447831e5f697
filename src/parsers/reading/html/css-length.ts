// Lengths as CSS writes them, in pixels of an ordinary screen.

const PX_PER_UNIT: Readonly<Record<string, number>> = {
  "": 1,
  px: 1,
  pt: 96 / 72,
  pc: 16,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
  rem: 16,
  em: 16,
  ex: 8,
  ch: 8,
  vw: 12.8,
  vh: 8,
  "%": 12.8,
};

/** Undefined for keywords, `calc()`, variables. Percentages are taken of the screen's width unless another whole is given. */
export function parseLengthPx(text: string | undefined, whole?: { readonly emPx: number }): number | undefined {
  const [, number, unit = ""] = /^([+-]?\d*\.?\d+)([a-z]*|%)$/.exec(text?.trim() ?? "") ?? [];
  if (number === undefined) return undefined;
  if (whole !== undefined && (unit === "em" || unit === "%"))
    return Number(number) * (unit === "em" ? whole.emPx : whole.emPx / 100);
  const factor = PX_PER_UNIT[unit];
  return factor === undefined ? undefined : Number(number) * factor;
}
