import { expect, test } from "vitest";

import { createFakeRuntime } from "../../testing/index.ts";
import type { EngineContext } from "../engine.ts";
import { ENGINES } from "../registry.ts";
import { createStaticEmbedder } from "./create-static-embedder.ts";

const reference = { text: "static", scheme: "static", name: "" };
const context: EngineContext = {
  runtime: createFakeRuntime(),
  offline: true,
  projectFolder: "/nowhere",
  cacheFolder: "/nowhere",
  options: {},
};

test("the embedder in the box is an engine that is always there, also offline", async () => {
  const engine = ENGINES.find(({ schemes }) => schemes.includes("static"));
  expect(await engine?.inspect(reference, context)).toMatchObject({ roles: ["embedder"], missing: [], local: true });
  const embedder = await engine?.embedder?.(reference, context);
  expect(embedder?.fingerprint).toBe(createStaticEmbedder().fingerprint);
  await embedder?.[Symbol.asyncDispose]();
});
