// Whether what the configured models need is there; whether they work is for `schoolbook models check`.
import { toSchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import { shownAddress } from "../../core/shown-address.ts";
import { QUOTING } from "../config/config-schema.ts";
import type { LoadedProject } from "../config/load-project.ts";
import { placesOf } from "../models/model-context.ts";
import { requireModels, type RequiredModel, searchModels } from "../models/require-models.ts";
import { resolveModel } from "../models/resolve-model.ts";
import type { Check } from "./check.ts";

type Wiring = { readonly runtime: Runtime; readonly offline: boolean };

export async function checkReadiness(project: LoadedProject, wiring: Wiring): Promise<readonly Check[]> {
  const { config } = project;
  const words: Check = { name: "embedder", status: "ok", message: "none is configured: searches go by words" };
  const required = [
    ...(isQuoting(project) ? [] : [{ name: config.model, role: "chat" } as const]),
    ...searchModels(config),
  ];
  const checks = await Promise.all(required.map(async (one) => checkModel(one, project, wiring)));
  return config.embedder === null ? [...checks, words] : checks;
}

/** A reference that cannot be resolved is checked, and its mistake told, like any other. */
function isQuoting({ config }: LoadedProject): boolean {
  if (config.model === QUOTING) return true;
  const configured = Object.hasOwn(config.models, config.model) ? config.models[config.model] : undefined;
  return configured !== undefined && resolveModel(config.model, { models: config.models }).kind === "quoting";
}

async function checkModel(required: RequiredModel, project: LoadedProject, wiring: Wiring): Promise<Check> {
  const name = required.role === "chat" ? "model" : required.role;
  try {
    await requireModels([required], project.config.models, { ...wiring, ...placesOf(project) });
    return { name, status: "ok", message: `${shownAddress(required.name)}; \`schoolbook models check\` tries it` };
  } catch (thrown) {
    const { message, hint } = toSchoolbookError(thrown);
    return { name, status: "fail", message, remedy: hint };
  }
}
