// What the engines are given to open a project's models with.
import type { Runtime } from "../../core/runtime.ts";
import { userFolder } from "../../core/user-folder.ts";
import type { EngineContext } from "../../engines/engine.ts";
import type { EngineModel } from "./resolve-model.ts";

export type ModelWiring = {
  readonly runtime: Runtime;
  readonly offline: boolean;
  readonly projectFolder: string;
  readonly knownDims?: (fingerprint: string) => number | undefined;
};

export function modelContext(model: EngineModel, wiring: ModelWiring): EngineContext {
  return { ...wiring, cacheFolder: userFolder(wiring.runtime.env), options: model.options };
}
