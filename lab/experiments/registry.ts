// The experiments, in the order of the claims.
import { C1 } from "./c1-changed-facts.ts";
import { C2 } from "./c2-cost-of-a-change.ts";
import { C3 } from "./c3-sources-and-access.ts";
import { C4 } from "./c4-invented-facts.ts";
import { C9 } from "./c9-the-wrong-passage.ts";
import type { Experiment } from "./experiment.ts";

export const EXPERIMENTS: readonly Experiment[] = [C1, C2, C3, C4, C9];
