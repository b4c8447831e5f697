// What there is to know about the models that a project names and those in the box: what they can do, what they need, whether they answer.
import { toSchoolbookError } from "../../core/errors.ts";
import { shownAddress } from "../../core/shown-address.ts";
import type { EngineContext, MissingPart, ModelRole, ServedModel } from "../../engines/engine.ts";
import type { ModelOptions } from "../../engines/model-options.ts";
import type { ChatAbilities } from "../../spec/chat.ts";
import { QUOTING } from "../config/config-schema.ts";
import type { LoadedProject } from "../config/load-project.ts";
import { configuredModels, type ConfiguredName } from "./configured-models.ts";
import { modelContext, type ModelWiring, placesOf } from "./model-context.ts";
import { type EngineModel, resolveModel } from "./resolve-model.ts";

/** Whether the server was asked, and what came of it. */
export type Reach =
  | { readonly kind: "not-asked"; readonly reason: string }
  | { readonly kind: "reached"; readonly serves: boolean }
  | { readonly kind: "failed"; readonly reason: string };

export type ListedModel = ConfiguredName & {
  readonly reference: string;
  readonly engine: string;
  readonly canBe: readonly ModelRole[];
  readonly missing: readonly MissingPart[];
  readonly reach: Reach;
  readonly contextTokens?: number;
  readonly abilities?: ChatAbilities;
  readonly price?: ModelOptions["price"];
  readonly place?: string;
};

const PATIENCE_MS = 3000;

type Wiring = Omit<ModelWiring, "projectFolder" | "enginesFolder" | "knownDims"> & { readonly signal?: AbortSignal };

/** Asks the servers of the named models, and no others, for what they serve; a model that is not understood is listed with its mistake. */
export async function listModels(project: LoadedProject, wiring: Wiring): Promise<readonly ListedModel[]> {
  const { config } = project;
  return Promise.all(
    withTheBox(configuredModels(config)).map(async (named) => {
      try {
        const model = resolveModel(named.name, { models: config.models });
        if (model.kind === "quoting") return quoting(named);
        return await describe(named, model, { ...wiring, ...placesOf(project) });
      } catch (thrown) {
        const { message, hint } = toSchoolbookError(thrown);
        const reference = Object.hasOwn(config.models, named.name) ? config.models[named.name]?.reference : undefined;
        const shown = { name: shownAddress(named.name), reference: shownAddress(reference ?? named.name) };
        return unknown({ ...named, ...shown }, { what: message, remedy: hint, fetchable: false });
      }
    }),
  );
}

/** Those that come with the program need no name to be used. */
const IN_THE_BOX = ["static", "nano"];

function withTheBox(configured: readonly ConfiguredName[]): readonly ConfiguredName[] {
  const others = IN_THE_BOX.filter((name) => configured.every((one) => one.name !== name));
  return [...configured, ...others.map((name) => ({ name, roles: [] }))];
}

function quoting(named: ConfiguredName): ListedModel {
  const reach: Reach = { kind: "not-asked", reason: "part of the program" };
  return { ...named, reference: QUOTING, engine: QUOTING, canBe: ["chat"], missing: [], reach };
}

function unknown(named: ConfiguredName & { readonly reference: string }, missing: MissingPart): ListedModel {
  return {
    ...named,
    engine: "none",
    canBe: [],
    missing: [missing],
    reach: { kind: "not-asked", reason: "not understood" },
  };
}

type Given = ModelWiring & { readonly signal?: AbortSignal };

async function describe(named: ConfiguredName, model: EngineModel, wiring: Given): Promise<ListedModel> {
  const context = modelContext(model, wiring);
  const { engine, reference, options } = model;
  const status = await engine.inspect(reference, context);
  const { reach, served } = await reachServer(model, context, { status, signal: wiring.signal });
  const contextTokens = status.contextTokens ?? served?.contextTokens;
  return {
    ...named,
    name: model.name,
    reference: shownAddress(reference.text),
    engine: engine.id,
    canBe: status.roles,
    missing: status.missing,
    reach,
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(status.abilities === undefined ? {} : { abilities: status.abilities }),
    ...(options.price === undefined ? {} : { price: options.price }),
    ...(status.place === undefined ? {} : { place: status.place }),
  };
}

type Asking = {
  readonly status: { readonly missing: readonly unknown[]; readonly local: boolean };
  readonly signal: AbortSignal | undefined;
};

async function reachServer(
  { engine, reference }: EngineModel,
  context: EngineContext,
  { status, signal }: Asking,
): Promise<{ readonly reach: Reach; readonly served?: ServedModel }> {
  if (engine.served === undefined) return { reach: { kind: "not-asked", reason: "runs in this program" } };
  if (status.missing.length > 0) return { reach: { kind: "not-asked", reason: "something is missing" } };
  if (context.offline && !status.local) return { reach: { kind: "not-asked", reason: "--offline" } };
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    const all = await engine.served(
      reference,
      context,
      signal === undefined ? patience : AbortSignal.any([signal, patience]),
    );
    const served = all.find(({ id }) => isSame(id, reference.name));
    return { reach: { kind: "reached", serves: served !== undefined }, ...(served === undefined ? {} : { served }) };
  } catch (thrown) {
    signal?.throwIfAborted();
    const silent = `no answer within ${PATIENCE_MS / 1000} s`;
    return { reach: { kind: "failed", reason: patience.aborted ? silent : toSchoolbookError(thrown).message } };
  }
}

/** An address may stand before the model, and Ollama adds a tag that people leave out. */
function isSame(served: string, name: string): boolean {
  const model = name.includes("#") ? name.slice(name.indexOf("#") + 1) : name;
  return served === model || served === `${model}:latest` || served.endsWith(`/${model}`);
}
