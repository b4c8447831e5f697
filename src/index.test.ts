import { expect, test } from "vitest";

import * as schoolbook from "./index.ts";

test("the public names are these and no others", () => {
  expect(Object.keys(schoolbook).toSorted()).toEqual([
    "ERROR_KINDS",
    "SchoolbookError",
    "VERSION",
    "defineConfig",
    "findCachedModel",
    "listCachedModels",
    "modelsFolder",
    "openProject",
    "pullModel",
    "seededRandom",
    "systemRuntime",
  ]);
});
