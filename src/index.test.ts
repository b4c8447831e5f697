import { expect, test } from "vitest";

import * as schoolbook from "./index.ts";

test("the public names are these and no others", () => {
  expect(Object.keys(schoolbook).toSorted()).toEqual([
    "ERROR_KINDS",
    "SchoolbookError",
    "TRAIN_DEFAULTS",
    "VERSION",
    "createAiSdkProvider",
    "defineConfig",
    "findCachedModel",
    "fromAiSdkEmbeddingModel",
    "fromAiSdkLanguageModel",
    "fromAiSdkRerankingModel",
    "listCachedModels",
    "modelsFolder",
    "openChatModel",
    "openEmbedder",
    "openProject",
    "openReranker",
    "pullModel",
    "reportCosts",
    "seededRandom",
    "systemRuntime",
    "trainAdapter",
  ]);
});
