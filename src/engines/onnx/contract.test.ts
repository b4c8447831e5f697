import { afterAll, describe, expect, test } from "vitest";

import { modelFolders, ONNX_MISSING, onnxOptions } from "../../../test/onnx/onnx-engine.ts";
import { labels, tokenVectors } from "../../../test/onnx/tiny-onnx.ts";
import { EMBEDDER_SUITE } from "../../testing/embedder-suite.ts";
import { RERANKER_SUITE } from "../../testing/reranker-suite.ts";
import { openOnnxEmbedder } from "./embedder.ts";
import { openOnnxReranker } from "./reranker.ts";

const folders = modelFolders();

afterAll(() => folders[Symbol.dispose]());

describe.skipIf(ONNX_MISSING !== undefined)(
  `the ONNX runtime, ${ONNX_MISSING ?? "with models of random weights"}`,
  () => {
    test.each(EMBEDDER_SUITE.map((one) => [one.name, one] as const))("embedder: %s", async (_name, { check }) => {
      const path = folders.write("embedder", { graph: tokenVectors() });
      const outcome = await check(async () => {
        const embedder = await openOnnxEmbedder({ ...onnxOptions(), path });
        return { embedder, meaningful: false, [Symbol.asyncDispose]: async () => embedder[Symbol.asyncDispose]() };
      });
      if (outcome.kind === "skipped") expect(outcome.reason).toMatch(/costs nothing|not meant|not trained/u);
    });

    test.each(RERANKER_SUITE.map((one) => [one.name, one] as const))("reranker: %s", async (_name, { check }) => {
      const path = folders.write("reranker", { graph: labels(1) });
      const outcome = await check(async () => {
        const reranker = await openOnnxReranker({ ...onnxOptions(), path });
        return { reranker, meaningful: false, [Symbol.asyncDispose]: async () => reranker[Symbol.asyncDispose]() };
      });
      if (outcome.kind === "skipped") expect(outcome.reason).toMatch(/costs nothing|not meant|not trained/u);
    });
  },
);
