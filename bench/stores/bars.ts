// The bars that our store has to clear, as ratios within one run.
import type { ContestantName } from "./contestants/registry.ts";
import type { Kind } from "./kinds.ts";
import { type Measured, p50, recall, type Results } from "./results.ts";

export type Bar = {
  readonly name: string;
  readonly limit: number;
  readonly atLeast: boolean;
  /** Undefined: the run lacks what it compares with. */
  readonly value: number | undefined;
  readonly passed: boolean | undefined;
};

type Draft = {
  readonly name: string;
  readonly limit: number;
  readonly value: number | undefined;
  readonly atLeast?: boolean;
};

export function barsOf(results: Results): readonly Bar[] {
  const drafts = results.size.passages >= 1_000_000 ? [floorBar(results, 1.6), recallBar(results)] : allBars(results);
  return drafts.map((draft) => {
    const { value, limit, atLeast = false } = draft;
    const passed = value === undefined ? undefined : atLeast ? value >= limit : value <= limit;
    return { ...draft, atLeast, passed };
  });
}

function allBars(results: Results): Draft[] {
  return [
    floorBar(results, 1.4),
    against(results, "vector", "lancedb-flat", 1 / 15),
    against(results, "vector", "sqlite-vec", 1 / 10),
    against(results, "vector", "lancedb-hnsw", 1 / 1.2),
    recallBar(results),
    ...(["vector 1%", "vector 10%", "vector 50%"] as const).map((kind) => filtered(results, kind)),
    against(results, "text", "sqlite-vec", 1 / 8),
    against(results, "hybrid 10%", "lancedb-flat", 1 / 10),
    against(results, "hybrid 10%", "lancedb-hnsw", 1 / 2),
    against(results, ({ upsertVisibleMs }) => upsertVisibleMs, "lancedb-flat", 0.75, "upsert of 100 until visible"),
    against(results, ({ coldMs }) => coldMs, "lancedb-flat", 0.6, "cold open + first answer"),
  ];
}

function ours({ stores }: Results): Measured | undefined {
  return stores.get("schoolbook");
}

function floorBar(results: Results, limit: number): Draft {
  const { size, bandwidth } = results;
  const floorMs = (size.passages * size.dims) / bandwidth.bytesPerMs;
  return {
    name: `vector p50 / (int8 bytes / bandwidth = ${floorMs.toFixed(2)} ms)`,
    limit,
    value: ratio(p50(ours(results), "vector"), floorMs),
  };
}

function recallBar(results: Results): Draft {
  const kinds: readonly Kind[] = ["vector", "vector 1%", "vector 10%", "vector 50%"];
  const values = kinds.map((kind) => recall(ours(results), kind)).filter((value) => value !== undefined);
  return {
    name: "recall@10, worst of all filters",
    limit: 0.99,
    atLeast: true,
    value: values.length === 0 ? undefined : Math.min(...values),
  };
}

function filtered(results: Results, kind: Kind): Draft {
  return {
    name: `${kind} / unfiltered`,
    limit: 1.3,
    value: ratio(p50(ours(results), kind), p50(ours(results), "vector")),
  };
}

// oxlint-disable-next-line max-params -- why: what, whom, how much and its name read best in a row above.
function against(
  results: Results,
  what: Kind | ((measured: Measured) => number | undefined),
  peer: ContestantName,
  limit: number,
  label?: string,
): Draft {
  const read = (measured: Measured | undefined): number | undefined =>
    measured === undefined ? undefined : typeof what === "string" ? p50(measured, what) : what(measured);
  const name = `${typeof what === "string" ? what : (label ?? "")} / ${peer}`;
  return { name, limit, value: ratio(read(ours(results)), read(results.stores.get(peer))) };
}

function ratio(value: number | undefined, base: number | undefined): number | undefined {
  return value === undefined || base === undefined ? undefined : value / base;
}
