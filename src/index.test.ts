import { expect, test } from "vitest";

import * as schoolbook from "./index.ts";

test("the public names are these and no others", () => {
  expect(Object.keys(schoolbook).toSorted()).toEqual([
    "ERROR_KINDS",
    "SchoolbookError",
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
    "seededRandom",
    "systemRuntime",
  ]);
});
