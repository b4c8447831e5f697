// The models that a project names, with the parts that they play.
import type { ModelRole } from "../../engines/engine.ts";
import type { ResolvedConfig } from "../config/config-schema.ts";

export type ConfiguredName = {
  readonly name: string;
  /** The parts that the configuration gives it; empty for a model that is only named. */
  readonly roles: readonly ModelRole[];
};

/** Those in use first, then the others in the order of the configuration, each once. */
export function configuredModels({ model, embedder, reranker, models }: ResolvedConfig): readonly ConfiguredName[] {
  const parts = [
    { name: model, role: "chat" },
    { name: embedder, role: "embedder" },
    { name: reranker, role: "reranker" },
  ] as const;
  const names = new Set([...parts.flatMap(({ name }) => name ?? []), ...Object.keys(models)]);
  return [...names].map((name) => ({
    name,
    roles: parts.flatMap((part) => (part.name === name ? [part.role] : [])),
  }));
}
