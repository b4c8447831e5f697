import { readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { breakInterface, claimMachine, type Damage, damagedEngine } from "../../../test/damaged-engine.ts";
import { modelFolders, ONNX_ENGINES_FOLDER, ONNX_MISSING, onnxOptions } from "../../../test/onnx/onnx-engine.ts";
import { labels, tokenVectors } from "../../../test/onnx/tiny-onnx.ts";
import { THIS_MACHINE } from "../installing/engine-recipe.ts";
import { openOnnxEmbedder } from "./embedder.ts";
import { ONNX_RECIPE } from "./recipe.ts";
import { openOnnxReranker } from "./reranker.ts";

const folders = modelFolders();
afterAll(() => folders[Symbol.dispose]());

const TEXTS = Array.from({ length: 64 }, (_, index) => "abcdefgh".repeat(1 + (index % 7)));
const library = (modules: string): string => join(modules, ONNX_RECIPE.needs(THIS_MACHINE).at(-1) ?? "");

describe.skipIf(ONNX_MISSING !== undefined)(`faults of the onnx engine${ONNX_MISSING ?? ""}`, () => {
  test("killed in the middle, every request ends with its vectors or its error, and the next one is answered", async () => {
    await using embedder = await openOnnxEmbedder({
      ...onnxOptions(),
      path: folders.write("killed", { graph: tokenVectors() }),
    });
    const expected = await embedder.embed(TEXTS, "document");
    for (const signal of ["SIGKILL", "SIGSEGV", "SIGABRT"] as const) {
      const requests = Array.from({ length: 8 }, async () =>
        embedder.embed(TEXTS, "document").catch((error: unknown) => error),
      );
      const pid = embedder.pid();
      if (pid !== undefined) process.kill(pid, signal);
      for (const outcome of await Promise.all(requests)) {
        if (outcome instanceof Error) expect(outcome).toMatchObject({ code: "engine_crashed" });
        else expect(outcome).toEqual(expected);
      }
      expect(await embedder.embed(TEXTS, "document")).toEqual(expected);
    }
  });

  test("a request that is given up ends as such, and one after closing is refused", async () => {
    const reranker = await openOnnxReranker({
      ...onnxOptions(),
      path: folders.write("closed", { graph: labels(1) }),
    });
    await expect(reranker.rank("a", ["b"], 1, AbortSignal.abort())).rejects.toMatchObject({ name: "AbortError" });
    await reranker[Symbol.asyncDispose]();
    await expect(reranker.rank("a", ["b"], 1)).rejects.toMatchObject({ code: "cancelled" });
  });

  const broken: readonly (readonly [string, Damage, string])[] = [
    ["a package gone", (modules) => rmSync(join(modules, "onnxruntime-common")), "is missing"],
    ["no manifest", (modules) => rmSync(join(modules, "..", "engine.json")), "engine.json is missing"],
    [
      "a library cut short",
      (modules, makeReal) => {
        makeReal("onnxruntime-node");
        truncateSync(library(modules), 1000);
      },
      "has 1000 bytes",
    ],
    [
      "a library of the right size and the wrong content",
      (modules, makeReal) => {
        makeReal("onnxruntime-node");
        writeFileSync(library(modules), Buffer.alloc(readFileSync(library(modules)).length, 7));
      },
      "invalid ELF header",
    ],
    [
      "a library of another Node's interface",
      (modules, makeReal) => {
        makeReal("onnxruntime-node");
        breakInterface(library(modules));
      },
      "did not self-register",
    ],
    ["installed for another machine", (modules) => claimMachine(modules, "plan9-mips"), "installed for plan9-mips"],
  ];

  test.each(broken)(
    "a broken engine is one message with the command that mends it: %s",
    async (_name, damage, reason) => {
      const place = { recipe: ONNX_RECIPE, from: ONNX_ENGINES_FOLDER, scratch: folders.home };
      const enginesFolder = damagedEngine(place, damage);
      const path = folders.write("whole", { graph: tokenVectors() });
      await expect(openOnnxEmbedder({ ...onnxOptions(), enginesFolder, path })).rejects.toMatchObject({
        code: "engine_broken",
        message: expect.stringContaining(reason),
        hint: expect.stringContaining("`schoolbook engines add onnx --force`"),
      });
    },
  );
});
