// Tries models with real, tiny calls: whether they answer, how fast, and whether they can what they say they can.
import { type ErrorReport, toSchoolbookError } from "../../core/errors.ts";
import { shownAddress } from "../../core/shown-address.ts";
import type { ModelRole } from "../../engines/engine.ts";
import type { LoadedProject } from "../config/load-project.ts";
import type { Finding } from "./check/finding.ts";
import { tryChat } from "./check/try-chat.ts";
import { tryEmbedder } from "./check/try-embedder.ts";
import { tryReranker } from "./check/try-reranker.ts";
import { configuredModels } from "./configured-models.ts";
import { modelContext, type ModelWiring, placesOf } from "./model-context.ts";
import { requireModels } from "./require-models.ts";
import { resolveEngineModel, resolveModel } from "./resolve-model.ts";

export type CheckedModel = {
  readonly name: string;
  readonly role: ModelRole;
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly error?: ErrorReport;
};

export type CheckOptions = Omit<ModelWiring, "projectFolder" | "enginesFolder" | "knownDims"> & {
  /** Names or references; default: all models that the configuration gives a part to. */
  readonly names: readonly string[];
  /** Tried as; default: the part that it has, or else what its engine can do first. */
  readonly role?: ModelRole;
  readonly signal?: AbortSignal;
};

/** One after the other, so that they do not disturb each other's timings. */
export async function checkModels(project: LoadedProject, options: CheckOptions): Promise<readonly CheckedModel[]> {
  const checked: CheckedModel[] = [];
  for (const trial of await trialsOf(project, options)) {
    options.signal?.throwIfAborted();
    checked.push(await checkModel(project, trial, options));
  }
  return checked;
}

type Trial = { readonly name: string; readonly role: ModelRole };

/** Quoting has nothing that could be tried without a library. */
async function trialsOf(project: LoadedProject, options: CheckOptions): Promise<readonly Trial[]> {
  const { config } = project;
  const configured = configuredModels(config);
  const names =
    options.names.length > 0
      ? options.names
      : configured.flatMap(({ name, roles }) => (roles.length > 0 ? [name] : []));
  const trials = await Promise.all(
    names.map(async (name) => {
      const model = resolveModel(name, { models: config.models });
      if (model.kind === "quoting") return [];
      if (options.role !== undefined) return [{ name, role: options.role }];
      const roles = configured.find((one) => one.name === name)?.roles ?? [];
      if (roles.length > 0) return roles.map((role) => ({ name, role }));
      const { roles: able } = await model.engine.inspect(
        model.reference,
        modelContext(model, { ...options, ...placesOf(project) }),
      );
      return able.slice(0, 1).map((role) => ({ name, role }));
    }),
  );
  return trials.flat();
}

async function checkModel(project: LoadedProject, trial: Trial, options: CheckOptions): Promise<CheckedModel> {
  const findings: Finding[] = [];
  const shown = { ...trial, name: shownAddress(trial.name) };
  try {
    const wiring = { ...options, ...placesOf(project) };
    const { models } = project.config;
    await requireModels([trial], models, wiring);
    const model = resolveEngineModel(trial.name, trial.role, { models });
    const context = modelContext(model, wiring);
    const trying = { findings, runtime: options.runtime, signal: options.signal };
    if (trial.role === "chat") await tryChat(async () => model.engine.chat?.(model.reference, context), trying);
    if (trial.role === "embedder")
      await tryEmbedder(async () => model.engine.embedder?.(model.reference, context), trying);
    if (trial.role === "reranker")
      await tryReranker(async () => model.engine.reranker?.(model.reference, context), trying);
    return { ...shown, ok: findings.every(({ status }) => status !== "wrong"), findings };
  } catch (thrown) {
    options.signal?.throwIfAborted();
    return { ...shown, ok: false, findings, error: toSchoolbookError(thrown).toJSON() };
  }
}
