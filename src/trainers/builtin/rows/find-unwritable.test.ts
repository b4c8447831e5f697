import { join } from "node:path";

import { expect, test } from "vitest";

import { createBytePairTokenizer } from "../../../weights/byte-pair-tokenizer.ts";
import { readModelConfig } from "../../../weights/model-config.ts";
import { readTokenizerFile } from "../../../weights/tokenizer/tokenizer-file.ts";
import { encodeText } from "./encode-example.ts";
import { findUnwritable } from "./find-unwritable.ts";

const NANO = "models/nano";

test("words that nano was trained on can be written, a letter of a script that it never saw cannot", async () => {
  const tokenizer = createBytePairTokenizer(await readTokenizerFile(join(NANO, "tokenizer.json")));
  const found = async (text: string) =>
    findUnwritable(NANO, await readModelConfig(NANO), [encodeText(text, tokenizer, 100)]);
  expect(await found("The price of the kettle is 48 euros [1].")).toEqual([]);
  expect((await found("\u{10400}")).length).toBeGreaterThan(0);
});
