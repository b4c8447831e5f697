// The contract of `Store` as a list of cases that any implementation can be held to, in any test runner.
import { ACCESS_CASES } from "./store-suite/access-cases.ts";
import { ATOMICITY_CASES } from "./store-suite/atomicity-cases.ts";
import { COMMIT_CASES } from "./store-suite/commit-cases.ts";
import { CONSISTENCY_CASES, DURABLE_CONSISTENCY_CASES } from "./store-suite/consistency-cases.ts";
import { DURABLE_CASES, type DurableStoreCase } from "./store-suite/durable-cases.ts";
import { FILTER_CASES } from "./store-suite/filter-cases.ts";
import { GENERATION_CASES } from "./store-suite/generation-cases.ts";
import { ODD_INPUT_CASES } from "./store-suite/odd-input-cases.ts";
import { RANKING_CASES } from "./store-suite/ranking-cases.ts";
import type { StoreCase } from "./store-suite/scenario.ts";

/** What every store promises; `create` gives a new, empty store each time. */
export const STORE_SUITE: readonly StoreCase[] = [
  ...COMMIT_CASES,
  ...ATOMICITY_CASES,
  ...ACCESS_CASES,
  ...FILTER_CASES,
  ...GENERATION_CASES,
  ...RANKING_CASES,
  ...ODD_INPUT_CASES,
  ...CONSISTENCY_CASES,
];

/** What stores on disk promise on top; `createHome` gives a new place each time, to be opened as often as needed. */
export const DURABLE_STORE_SUITE: readonly DurableStoreCase[] = [...DURABLE_CASES, ...DURABLE_CONSISTENCY_CASES];
