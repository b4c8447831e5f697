// The engines that a project may name models of.
import type { Engine } from "./engine.ts";

/** One line each; the order is that of lists for people. */
export const ENGINES: readonly Engine[] = [];
