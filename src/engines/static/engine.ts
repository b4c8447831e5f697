// The embedder in the box as an engine: `static`, always there, free of charge.
import { existsSync } from "node:fs";
import { join } from "node:path";

import type { Embedder } from "../../spec/embedder.ts";
import type { Engine, MissingPart } from "../engine.ts";
import { createStaticEmbedder } from "./create-static-embedder.ts";
import { MODEL_FILES, MODEL_FOLDER } from "./read-table.ts";

export const STATIC_ENGINE: Engine = {
  id: "static",
  schemes: ["static"],
  inspect: async () => ({ roles: ["embedder"], missing: missingParts(), local: true, place: MODEL_FOLDER }),
  embedder: async () => ({ ...sharedEmbedder(), [Symbol.asyncDispose]: async () => undefined }),
};

/** One table for all that open it in this process: it is never changed, and takes ten megabytes and 40 ms. */
let shared: Embedder | undefined;

function sharedEmbedder(): Embedder {
  shared ??= createStaticEmbedder();
  return shared;
}

/** Whether the files are whole is found when they are read: ten megabytes are too much for a look. */
function missingParts(): readonly MissingPart[] {
  const missing = MODEL_FILES.filter((name) => !existsSync(join(MODEL_FOLDER, name)));
  if (missing.length === 0) return [];
  const what = `${missing.join(", ")} of the embedder in the box, in ${MODEL_FOLDER}`;
  return [{ what, remedy: "Install schoolbook again.", fetchable: false }];
}
