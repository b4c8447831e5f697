// What the answers of a model depend on besides its name: two servers may call different models by one name.
import { shortHash } from "../../../core/hash.ts";
import { stable } from "../../../exam/run/call-key.ts";
import type { EngineModel } from "../../models/resolve-model.ts";
import { VERSION } from "../../version.ts";

/** Another version of this program reads replies in another way. What only says how to ask is no part of it. */
export function modelVersion({ options }: Pick<EngineModel, "options">): string {
  const { price: _, keyVariable: __, concurrency: ___, timeoutMs: ____, maxDurationMs: _____, ...telling } = options;
  return shortHash(stable([VERSION, telling]));
}
