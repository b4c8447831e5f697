// What was measured of each store.
import type { ContestantName } from "./contestants/registry.ts";
import type { Size } from "./data.ts";
import type { Kind } from "./kinds.ts";
import { percentile } from "./statistics.ts";

export type Measured = {
  readonly buildMs: number;
  /** Loading, opening and the first answer in a fresh process; absent where nothing is kept on disk. */
  readonly coldMs: number | undefined;
  readonly times: ReadonlyMap<Kind, readonly number[]>;
  readonly recalls: ReadonlyMap<Kind, readonly number[]>;
  readonly upsertVisibleMs: number | undefined;
};

export type Results = {
  readonly size: Size;
  readonly bandwidth: { readonly bytesPerMs: number; readonly method: string };
  readonly stores: ReadonlyMap<ContestantName, Measured>;
};

export function p50(measured: Measured | undefined, kind: Kind): number | undefined {
  const times = measured?.times.get(kind);
  return times === undefined || times.length === 0 ? undefined : percentile(times, 0.5);
}

export function p95(measured: Measured | undefined, kind: Kind): number | undefined {
  const times = measured?.times.get(kind);
  return times === undefined || times.length === 0 ? undefined : percentile(times, 0.95);
}

export function recall(measured: Measured | undefined, kind: Kind): number | undefined {
  const recalls = measured?.recalls.get(kind);
  if (recalls === undefined || recalls.length === 0) return undefined;
  return recalls.reduce((sum, value) => sum + value, 0) / recalls.length;
}
