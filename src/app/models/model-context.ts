// What the engines are given to open a project's models with.
import type { Runtime } from "../../core/runtime.ts";
import { userFolder } from "../../core/user-folder.ts";
import type { EngineContext } from "../../engines/engine.ts";
import type { LoadedProject } from "../config/load-project.ts";
import type { EngineModel } from "./resolve-model.ts";

export type ModelWiring = {
  readonly runtime: Runtime;
  readonly offline: boolean;
  readonly projectFolder: string;
  readonly enginesFolder?: string | undefined;
  readonly knownDims?: (fingerprint: string) => number | undefined;
  readonly signal?: AbortSignal;
};

/** Where a project's models and engines are looked for. */
export function placesOf({ folder, enginesPath }: LoadedProject): Pick<ModelWiring, "projectFolder" | "enginesFolder"> {
  return { projectFolder: folder, enginesFolder: enginesPath };
}

export function modelContext(model: EngineModel, wiring: ModelWiring): EngineContext {
  return { ...wiring, cacheFolder: userFolder(wiring.runtime.env), options: model.options };
}
