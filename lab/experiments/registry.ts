// The experiments, in the order of the claims.
import { C1 } from "./c1-changed-facts.ts";
import { C2 } from "./c2-cost-of-a-change.ts";
import { C3 } from "./c3-sources-and-access.ts";
import { C4 } from "./c4-invented-facts.ts";
import { C5 } from "./c5-unknown-facts.ts";
import { C6 } from "./c6-format-by-rung.ts";
import { C7 } from "./c7-number-of-examples.ts";
import { C8 } from "./c8-shorter-prompts.ts";
import { C9 } from "./c9-the-wrong-passage.ts";
import { C10 } from "./c10-the-whole-ladder.ts";
import { C11 } from "./c11-raft.ts";
import { C12 } from "./c12-lost-refusals.ts";
import { C13 } from "./c13-the-bill.ts";
import type { Experiment } from "./experiment.ts";

export const EXPERIMENTS: readonly Experiment[] = [C1, C2, C3, C4, C5, C6, C7, C8, C9, C10, C11, C12, C13];
