// Everything that a reference may name: the engines, what the box holds for them, and what was pulled for them.
import type { Engine } from "../../engines/engine.ts";
import { ENGINES } from "../../engines/registry.ts";
import { nanoEngine } from "./box/nano-engine.ts";
import { pulledEngine } from "./cache/pulled-engine.ts";

export const MODEL_ENGINES: readonly Engine[] = [nanoEngine, ...ENGINES, pulledEngine];
