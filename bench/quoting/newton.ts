// Newton's method for sums of logarithms of chances: few weights, exact second derivatives, a ridge that keeps weights small.

export type Slope = { readonly gradient: Float64Array; readonly curvature: readonly Float64Array[] };

/** Adds one observation's share to gradient and curvature at the weights. */
export type AddTo = (slope: Slope, weights: Float64Array) => void;

const MOST_STEPS = 30;
const LONGEST_STEP = 2;
const PRECISION = 1e-6;

/** The weights where the ridged likelihood is highest. `ridge[i]` pulls weight i towards 0. */
export function climb(ridge: readonly number[], observations: readonly AddTo[]): Float64Array {
  const weights = new Float64Array(ridge.length);
  for (let step = 0; step < MOST_STEPS; step++) {
    const slope = flat(ridge, weights);
    for (const addTo of observations) addTo(slope, weights);
    const change = solve(slope);
    const longest = Math.max(...change.map(Math.abs));
    const scale = Math.min(1, LONGEST_STEP / longest);
    for (const [index, value] of change.entries()) weights[index] = (weights[index] ?? 0) + scale * value;
    if (longest < PRECISION) break;
  }
  return weights;
}

function flat(ridge: readonly number[], weights: Float64Array): Slope {
  return {
    gradient: Float64Array.from(ridge, (pull, index) => -pull * (weights[index] ?? 0)),
    curvature: ridge.map((pull, row) => Float64Array.from(ridge, (_, column) => (row === column ? pull : 0))),
  };
}

/** curvature · x = gradient, by elimination with pivots; a direction without curvature is left alone. */
function solve({ gradient, curvature }: Slope): Float64Array {
  const rows = curvature.map((row, index) => [...row, gradient[index] ?? 0]);
  const size = rows.length;
  for (let at = 0; at < size; at++) {
    const below = rows.slice(at).map((row) => Math.abs(row[at] ?? 0));
    const pivot = at + below.indexOf(Math.max(...below));
    swap(rows, at, pivot);
    for (const [index, row] of rows.entries()) if (index !== at) eliminate(row, rows[at] ?? [], at);
  }
  return Float64Array.from(rows, (row, index) => (row[index] === 0 ? 0 : (row[size] ?? 0) / (row[index] ?? 1)));
}

function swap(rows: number[][], one: number, other: number): void {
  const [first, second] = [rows[one], rows[other]];
  if (first === undefined || second === undefined) return;
  rows[one] = second;
  rows[other] = first;
}

function eliminate(row: number[], pivot: readonly number[], at: number): void {
  const share = (row[at] ?? 0) / (pivot[at] || 1);
  if (share === 0) return;
  for (let column = at; column < row.length; column++) row[column] = (row[column] ?? 0) - share * (pivot[column] ?? 0);
}
