// Reads tokenizer.json as the Hugging Face library writes it, for byte-level BPE only.
import { readFile } from "node:fs/promises";

import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import { parseJsonOf } from "../../core/parse-json.ts";
import { SPLIT_EXPRESSIONS, type Splitter } from "./split-text.ts";

const fileSchema = z.looseObject({
  added_tokens: z.array(z.looseObject({ id: z.int(), content: z.string(), special: z.boolean() })),
  normalizer: z.null(),
  pre_tokenizer: z.looseObject({
    type: z.literal("Sequence"),
    pretokenizers: z.tuple([
      z.looseObject({ type: z.literal("Split"), pattern: z.looseObject({ Regex: z.string() }) }),
      z.looseObject({ type: z.literal("ByteLevel"), add_prefix_space: z.literal(false) }),
    ]),
  }),
  model: z.looseObject({
    type: z.literal("BPE"),
    vocab: z.record(z.string(), z.int().nonnegative()),
    merges: z.array(z.union([z.tuple([z.string(), z.string()]), z.string()])),
    ignore_merges: z.boolean().optional(),
  }),
});

export type TokenizerFile = {
  readonly splitter: Splitter;
  /** Tokens by id, in the letters of the file. */
  readonly tokens: readonly string[];
  readonly merges: readonly (readonly [left: string, right: string])[];
  /** Tokens that are written out in text only on purpose, such as the ends of turns. */
  readonly specials: readonly { readonly id: number; readonly content: string }[];
};

export async function readTokenizerFile(path: string): Promise<TokenizerFile> {
  return parseTokenizerFile(await readFile(path, "utf8"), path);
}

export function parseTokenizerFile(json: string, name: string): TokenizerFile {
  const found = fileSchema.safeParse(parseJsonOf(name, json));
  if (!found.success) throw unsupported(name, z.prettifyError(found.error));
  const { added_tokens: added, model, pre_tokenizer: split } = found.data;
  const expression = split.pretokenizers[0].pattern.Regex;
  const splitter = KNOWN.find((known) => SPLIT_EXPRESSIONS[known] === expression);
  if (splitter === undefined) throw unsupported(name, `it splits text by ${expression}`);
  const tokens: string[] = [];
  for (const [token, id] of Object.entries(model.vocab)) tokens[id] = token;
  for (const { id, content } of added) tokens[id] = content;
  if (Object.keys(tokens).length !== tokens.length) throw unsupported(name, "its ids have gaps");
  return {
    splitter,
    tokens,
    merges: model.merges.map((merge) => (typeof merge === "string" ? cut(merge) : merge)),
    specials: added.filter(({ special }) => special).map(({ id, content }) => ({ id, content })),
  };
}

const KNOWN: readonly Splitter[] = ["qwen2"];

/** Older files write a pair as one string with a space between; a space within a token is written Ġ. */
function cut(merge: string): readonly [string, string] {
  const at = merge.indexOf(" ");
  return [merge.slice(0, at), merge.slice(at + 1)];
}

function unsupported(name: string, why: string): SchoolbookError {
  return new SchoolbookError("input_invalid", `${name} is no tokenizer that Schoolbook reads: ${why}.`, {
    hint: "Use a byte-level BPE tokenizer split as Qwen's is.",
  });
}
