import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { createBytePairTokenizer } from "../../../weights/byte-pair-tokenizer.ts";
import { readModelConfig } from "../../../weights/model-config.ts";
import { readTokenizerFile } from "../../../weights/tokenizer/tokenizer-file.ts";
import { encodeText } from "./encode-example.ts";
import { findUnwritable } from "./find-unwritable.ts";

const NANO = "models/nano";

test("words that nano was trained on can be written, and what it never saw too since its rows were spread", async () => {
  const tokenizer = createBytePairTokenizer(await readTokenizerFile(join(NANO, "tokenizer.json")));
  const found = async (text: string) =>
    findUnwritable(NANO, await readModelConfig(NANO), [encodeText(text, tokenizer, 100)]);
  expect(await found("The price of the kettle is 48 euros [1].")).toEqual([]);
  expect(await found('{"answer": "\u{10400}"}')).toEqual([]);
});

test("tokens whose rows have collapsed into one cannot be written", async () => {
  const tokenizer = createBytePairTokenizer(await readTokenizerFile(join(NANO, "tokenizer.json")));
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-rows-"));
  try {
    const bytes = readFileSync(join(NANO, "model.safetensors"));
    const length = Number(bytes.readBigUInt64LE(0));
    const header = JSON.parse(bytes.toString("utf8", 8, 8 + length));
    const start = 8 + length + header["model.embed_tokens.weight"].data_offsets[0];
    const width = header["model.embed_tokens.weight"].shape[1] * 2;
    const [one = 0] = tokenizer.encode("{", "plain");
    const [other = 0] = tokenizer.encode("}", "plain");
    bytes.copy(bytes, start + other * width, start + one * width, start + (one + 1) * width);
    writeFileSync(join(folder, "model.safetensors"), bytes);
    const rows = [encodeText("{}", tokenizer, 100)];
    expect((await findUnwritable(folder, await readModelConfig(NANO), rows)).length).toBeGreaterThan(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
