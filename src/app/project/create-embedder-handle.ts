// The embedder that the settings name, opened when it is first needed and then kept.
import type { Embedder } from "../../spec/embedder.ts";
import type { ResolvedConfig } from "../config/config-schema.ts";

export type EmbedderHandle = () => Promise<Embedder | undefined>;

export function createEmbedderHandle(name: ResolvedConfig["library"]["embedder"]): EmbedderHandle {
  if (name === "none") return async () => undefined;
  let opened: Promise<Embedder> | undefined;
  return async () => {
    opened ??= openStatic();
    return opened;
  };
}

async function openStatic(): Promise<Embedder> {
  // why: loaded when needed, so that commands that search nothing do not wait for its table.
  const { createStaticEmbedder } = await import("../../engines/static/create-static-embedder.ts");
  return createStaticEmbedder();
}
