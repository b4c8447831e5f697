import { expect, test } from "vitest";

import * as schoolbook from "./index.ts";

test("the public names are these and no others", () => {
  expect(Object.keys(schoolbook).toSorted()).toEqual([
    "ERROR_KINDS",
    "SchoolbookError",
    "VERSION",
    "createAiSdkProvider",
    "defineConfig",
    "fromAiSdkEmbeddingModel",
    "fromAiSdkLanguageModel",
    "fromAiSdkRerankingModel",
    "openChatModel",
    "openEmbedder",
    "openProject",
    "openReranker",
    "seededRandom",
    "systemRuntime",
  ]);
});
