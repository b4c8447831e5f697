// Looks, before any work begins, whether everything is there that the configured models need, and lists all that is not.
import { SchoolbookError } from "../../core/errors.ts";
import type { MissingPart, ModelRole, ModelStatus } from "../../engines/engine.ts";
import type { ResolvedConfig } from "../config/config-schema.ts";
import { modelContext, type ModelWiring } from "./model-context.ts";
import { type EngineModel, resolveEngineModel, ROLE_NAMES } from "./resolve-model.ts";

export type RequiredModel = { readonly name: string; readonly role: ModelRole };

/** The embedder and the reranker that searches and syncs use. */
export function searchModels({ embedder, reranker }: ResolvedConfig): readonly RequiredModel[] {
  return [
    ...(embedder === null ? [] : [{ name: embedder, role: "embedder" } as const]),
    ...(reranker === null ? [] : [{ name: reranker, role: "reranker" } as const]),
  ];
}

/** Throws `offline` where something would have to be fetched or asked elsewhere, `model_not_ready` where something is missing. */
export async function requireModels(
  required: readonly RequiredModel[],
  models: ResolvedConfig["models"],
  wiring: ModelWiring,
): Promise<void> {
  const missing = (
    await Promise.all(required.map(async ({ name, role }) => missingParts(name, role, { models, wiring })))
  ).flat();
  const [first] = missing;
  if (first === undefined) return;
  const isOffline = wiring.offline && missing.some(({ fetchable }) => fetchable);
  const listed = missing.map(({ model, what }) => `${model}: ${what}`).join("; ");
  const message = isOffline
    ? `Missing, and --offline forbids to fetch or ask for it: ${listed}.`
    : `Missing: ${listed}.`;
  const remedies = [...new Set(missing.map(({ remedy }) => remedy))].join(" ");
  throw new SchoolbookError(isOffline ? "offline" : "model_not_ready", message, {
    hint: remedies,
    details: { missing },
  });
}

/** An engine has parts that not each of its servers can play. */
export function requireRole(model: EngineModel, role: ModelRole, { roles }: ModelStatus): void {
  if (roles.includes(role)) return;
  const able = roles.map((one) => ROLE_NAMES[one]).join(" or ");
  throw new SchoolbookError("config_invalid", `${JSON.stringify(model.name)} cannot be used as ${ROLE_NAMES[role]}.`, {
    hint: able === "" ? "Choose another model." : `Use it as ${able}, or choose another model.`,
    details: { model: model.name, role, roles },
  });
}

type Missing = MissingPart & { readonly model: string };
type Setting = { readonly models: ResolvedConfig["models"]; readonly wiring: ModelWiring };

async function missingParts(name: string, role: ModelRole, { models, wiring }: Setting): Promise<readonly Missing[]> {
  const model = resolveEngineModel(name, role, { models });
  const status = await model.engine.inspect(model.reference, modelContext(model, wiring));
  requireRole(model, role, status);
  const missing = status.missing.map((part) => ({ ...part, model: model.name }));
  if (!wiring.offline || status.local) return missing;
  const elsewhere = {
    model: model.name,
    what: `a connection to ${status.place ?? "its server"}`,
    remedy: "Leave --offline out, or choose a model on this machine.",
    fetchable: true,
  };
  return [...missing, elsewhere];
}
