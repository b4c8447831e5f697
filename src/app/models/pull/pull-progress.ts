// Makes one progress over all files of a pull out of what is heard of each of them.
import type { DownloadEvent } from "../../../core/download/download-file.ts";
import type { OnProgress } from "../../../spec/progress.ts";
import type { PlannedFile, PullPlan } from "./plan-pull.ts";

export type PullProgress = {
  readonly begin: (file: PlannedFile) => void;
  readonly hear: (event: DownloadEvent) => void;
};

const LARGE_BYTES = 10_000_000;

export function pullProgress(plan: PullPlan, missing: readonly PlannedFile[], onProgress: OnProgress): PullProgress {
  const sizes = missing.map(({ size }) => size);
  const total = sizes.some((size) => size === undefined) ? undefined : sum(sizes);
  const [scale, unit] = total === undefined || total >= LARGE_BYTES ? ([1e6, "MB"] as const) : ([1e3, "kB"] as const);
  let index = -1;
  let earlierBytes = 0;
  let currentBytes = 0;
  let foundBytes = 0;
  let foundEarlier = 0;

  const report = (stage: string): void => {
    const file = missing[index];
    const done = Math.floor((earlierBytes + currentBytes) / scale);
    const detail =
      missing.length === 1 || file === undefined ? undefined : `${file.path} (${index + 1} of ${missing.length})`;
    onProgress({
      stage,
      done,
      from: Math.floor(foundBytes / scale),
      total: total === undefined ? undefined : Math.ceil(total / scale),
      unit,
      ...(detail === undefined ? {} : { detail }),
    });
  };
  return {
    begin: (file) => {
      earlierBytes += currentBytes;
      currentBytes = 0;
      foundEarlier = foundBytes;
      index = missing.indexOf(file);
      report(`pulling ${plan.reference.name}`);
    },
    hear: (event) => {
      if (event.kind !== "received" && event.kind !== "checking") return;
      currentBytes = event.bytes;
      if (event.kind === "checking") foundBytes = foundEarlier + event.bytes;
      report(event.kind === "checking" ? "checking what is there" : `pulling ${plan.reference.name}`);
    },
  };
}

function sum(sizes: readonly (number | undefined)[]): number {
  return sizes.reduce<number>((total, size) => total + (size ?? 0), 0);
}
