// From what a configuration or a flag calls a model to the engine that runs it: the only place where references are read.
import { SchoolbookError } from "../../core/errors.ts";
import { shownAddress } from "../../core/shown-address.ts";
import type { Engine, ModelReference, ModelRole } from "../../engines/engine.ts";
import type { ModelOptions } from "../../engines/model-options.ts";
import { closestName } from "../closest-name.ts";
import { QUOTING, type ResolvedConfig } from "../config/config-schema.ts";
import { MODEL_ENGINES } from "./model-engines.ts";

/** What answers without any model. */
export type QuotingModel = { readonly kind: "quoting"; readonly name: string };

export type EngineModel = {
  readonly kind: "engine";
  /** As it was called, fit to be shown: a name of the configuration, or the reference itself. */
  readonly name: string;
  readonly reference: ModelReference;
  readonly engine: Engine;
  readonly options: ModelOptions;
};

export type ResolvedModel = QuotingModel | EngineModel;

export type ResolveOptions = {
  readonly models: ResolvedConfig["models"];
  readonly engines?: readonly Engine[];
};

/** Names of the configuration go before references; nothing is guessed, so what is neither is an error that lists both. */
export function resolveModel(name: string, { models, engines = MODEL_ENGINES }: ResolveOptions): ResolvedModel {
  const configured = Object.hasOwn(models, name) ? models[name] : undefined;
  if (configured !== undefined) checkName(name, engines);
  const { reference: text, ...options } = configured ?? { reference: name };
  if (text === QUOTING) return { kind: "quoting", name };
  const reference = parseReference(text);
  const engine = engines.find(({ schemes }) => schemes.includes(reference.scheme));
  if (engine === undefined) throw unknownModel(text, name, { models, engines });
  return { kind: "engine", name: shownAddress(name), reference, engine, options };
}

/** The same, for a part that only an engine's model can play. */
export function resolveEngineModel(name: string, role: ModelRole, options: ResolveOptions): EngineModel {
  const resolved = resolveModel(name, options);
  if (resolved.kind === "engine" && resolved.engine[role] !== undefined) return resolved;
  throw new SchoolbookError(
    "config_invalid",
    `${JSON.stringify(shownAddress(name))} cannot be used as ${ROLE_NAMES[role]}.`,
    {
      hint: "See docs/models.md for what each kind of reference can do.",
      details: { model: shownAddress(name), role },
    },
  );
}

export const ROLE_NAMES: Readonly<Record<ModelRole, string>> = {
  chat: "a chat model",
  embedder: "an embedder",
  reranker: "a reranker",
};

/** `ollama:qwen3:8b` has the scheme `ollama`; `static`, without a colon, is a scheme alone. */
export function parseReference(text: string): ModelReference {
  const at = text.indexOf(":");
  return at < 0 ? { text, scheme: text, name: "" } : { text, scheme: text.slice(0, at), name: text.slice(at + 1) };
}

/** A name that is also the beginning of references would make it unclear which is meant. */
function checkName(name: string, engines: readonly Engine[]): void {
  if (name !== QUOTING && !engines.some(({ schemes }) => schemes.includes(name))) return;
  throw new SchoolbookError("config_invalid", `models.${name}: this name is taken; references begin with it.`, {
    hint: "Give the model another name.",
  });
}

function unknownModel(
  text: string,
  name: string,
  { models, engines = MODEL_ENGINES }: ResolveOptions,
): SchoolbookError {
  const schemes = engines.flatMap((engine) => engine.schemes);
  const names = Object.keys(models);
  const nearest = text.includes(":")
    ? closestName(parseReference(text).scheme, schemes)
    : closestName(text, [...names, ...schemes, QUOTING]);
  const where = text === name ? "" : ` (models.${name})`;
  const advice = nearest === undefined ? "" : `Did you mean ${nearest}? `;
  const listed = names.length === 0 ? "No models are named in the configuration" : `Named models: ${names.join(", ")}`;
  return new SchoolbookError("config_invalid", `There is no model ${JSON.stringify(shownAddress(text))}${where}.`, {
    hint: `${advice}${listed}; references begin with ${schemes.join(":, ")}:, or are ${QUOTING}.`,
    details: { model: shownAddress(text), names, schemes },
  });
}
