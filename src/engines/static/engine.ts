// The embedder in the box as an engine: `static`, always there, free of charge.
import { SchoolbookError } from "../../core/errors.ts";
import type { Engine } from "../engine.ts";
import { createStaticEmbedder } from "./create-static-embedder.ts";
import { MODEL_FOLDER, readTable } from "./read-table.ts";

export const STATIC_ENGINE: Engine = {
  id: "static",
  schemes: ["static"],
  inspect: async () => ({ roles: ["embedder"], missing: missingParts(), local: true, place: MODEL_FOLDER }),
  embedder: async () => ({ ...createStaticEmbedder(), [Symbol.asyncDispose]: async () => undefined }),
};

function missingParts() {
  try {
    readTable();
    return [];
  } catch (thrown) {
    if (!(thrown instanceof SchoolbookError)) throw thrown;
    return [{ what: thrown.message, remedy: thrown.hint ?? "Install schoolbook again.", fetchable: false }];
  }
}
