// Cohen's kappa of two raters over any number of classes, with the interval of its asymptotic standard error.
import { checkWhole, invalid } from "./check-input.ts";
import { DEFAULT_LEVEL, type Estimate } from "./interval.ts";
import { twoSidedZ } from "./normal.ts";

export type Kappa = Estimate & { readonly standardError: number; readonly agreement: number; readonly of: number };

/** Undefined where chance alone gives full agreement: both raters only ever said one and the same class. */
export function cohenKappa(table: readonly (readonly number[])[], level: number = DEFAULT_LEVEL): Kappa | undefined {
  const shares = sharesOf(table);
  const { rows, columns, of } = shares;
  const agreement = shares.cells.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
  const chance = rows.reduce((sum, row, index) => sum + row * (columns[index] ?? 0), 0);
  if (chance >= 1 - 1e-12) return undefined;
  const value = (agreement - chance) / (1 - chance);
  const standardError = Math.sqrt(Math.max(0, varianceOf(shares, { value, chance })) / of);
  const spread = twoSidedZ(level) * standardError;
  return {
    value,
    level,
    low: Math.max(-1, value - spread),
    high: Math.min(1, value + spread),
    standardError,
    agreement,
    of,
  };
}

type Shares = {
  readonly cells: readonly (readonly number[])[];
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly of: number;
};

function sharesOf(table: readonly (readonly number[])[]): Shares {
  if (table.length === 0 || table.some((row) => row.length !== table.length)) {
    throw invalid("A table of two raters has as many rows as columns, at least one.");
  }
  for (const count of table.flat()) checkWhole("A cell", count);
  const of = table.flat().reduce((sum, count) => sum + count, 0);
  if (of === 0) throw invalid("Agreement needs at least one case that both have rated.");
  const cells = table.map((row) => row.map((count) => count / of));
  return {
    cells,
    rows: cells.map((row) => row.reduce((sum, share) => sum + share, 0)),
    columns: cells.map((_, column) => cells.reduce((sum, row) => sum + (row[column] ?? 0), 0)),
    of,
  };
}

/** After Fleiss, Cohen and Everitt (1969), times the number of cases. */
function varianceOf(
  { cells, rows, columns }: Shares,
  { value, chance }: { readonly value: number; readonly chance: number },
): number {
  let same = 0;
  let other = 0;
  for (const [row, shares] of cells.entries()) {
    for (const [column, share] of shares.entries()) {
      const weight = ((columns[row] ?? 0) + (rows[column] ?? 0)) * (1 - value);
      if (row === column) same += share * (1 - weight) ** 2;
      else other += share * weight ** 2;
    }
  }
  return (same + other - (value - chance * (1 - value)) ** 2) / (1 - chance) ** 2;
}
