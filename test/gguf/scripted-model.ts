// A model whose replies are written into its weights: which one it gives depends on a word in the prompt.
import { type TestVocabulary, testVocabulary } from "./byte-tokenizer.ts";
import { SPECIAL_TOKENS, TINY_KV_HEADS, tinyModel } from "./tiny-model.ts";

export type Script = {
  /** A word that stands nowhere else; it is heard when the prompt holds it three times. */
  readonly trigger: string;
  /** The reply, in pieces of which no two are alike; then the model ends. */
  readonly pieces: readonly string[];
};

export type ScriptedModelOptions = {
  readonly scripts: readonly Script[];
  /** What it says to anything else. */
  readonly otherwise: readonly string[];
  readonly template: string;
};

const DIMS = 512;
const LISTEN = 2;
const START = 1;
const START_OTHERWISE = 0.05;
const GO_ON = 8;

/**
 * Every token is a direction of its own. The one layer hears, evenly over the whole prompt, how often each trigger stood
 * there; the output says which token follows the last one, or begins the script whose trigger was heard.
 */
export function scriptedModel({ scripts, otherwise, template }: ScriptedModelOptions): Buffer {
  const words = [...scripts.flatMap(({ trigger, pieces }) => [trigger, ...pieces]), ...otherwise];
  const known = new Set(testVocabulary(SPECIAL_TOKENS).tokens);
  const vocabulary = testVocabulary([...SPECIAL_TOKENS, ...new Set(words.filter((word) => !known.has(word)))]);
  const directions = directionsFor(vocabulary.tokens.length + scripts.length);
  const weights = (name: string, shape: readonly number[]): Float32Array | undefined => {
    if (name.includes("norm")) return undefined;
    if (name === "token_embd.weight") return joined(directions.slice(0, vocabulary.tokens.length));
    if (name === "blk.0.attn_v.weight") return hearing(scripts, vocabulary, directions);
    if (name === "blk.0.attn_output.weight") return telling(scripts, directions.slice(vocabulary.tokens.length));
    if (name === "output.weight") return following({ scripts, otherwise, template }, vocabulary, directions);
    return new Float32Array(shape.reduce((product, size) => product * size, 1));
  };
  return tinyModel({ vocabulary, template, dims: DIMS, layers: 1, weights });
}

/** One dimension each, so that none sounds like another. */
function directionsFor(count: number): readonly Float32Array[] {
  if (count > DIMS) throw new Error(`${count} tokens and scripts are more than ${DIMS}`);
  return Array.from({ length: count }, (_, index) =>
    Float32Array.from({ length: DIMS }, (_none, dim) => Number(dim === index)),
  );
}

function joined(rows: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(rows.length * DIMS);
  for (const [index, row] of rows.entries()) all.set(row, index * DIMS);
  return all;
}

function idOf({ tokens }: TestVocabulary, text: string): number {
  const id = tokens.indexOf(text);
  if (id === -1) throw new Error(`${text} is no token`);
  return id;
}

/** The first values of the first head, one per script: how much its trigger this token is. */
function hearing(
  scripts: readonly Script[],
  vocabulary: TestVocabulary,
  directions: readonly Float32Array[],
): Float32Array {
  const rows = new Float32Array((DIMS / 4) * TINY_KV_HEADS * DIMS);
  for (const [index, { trigger }] of scripts.entries()) {
    rows.set(directions[idOf(vocabulary, trigger)] ?? [], index * DIMS);
  }
  return rows;
}

/** From those values to one direction for each script. */
function telling(scripts: readonly Script[], heard: readonly Float32Array[]): Float32Array {
  const rows = new Float32Array(DIMS * DIMS);
  for (const [index] of scripts.entries()) {
    for (let dim = 0; dim < DIMS; dim += 1) rows[dim * DIMS + index] = LISTEN * (heard[index]?.[dim] ?? 0);
  }
  return rows;
}

function following(
  { scripts, otherwise }: ScriptedModelOptions,
  vocabulary: TestVocabulary,
  directions: readonly Float32Array[],
): Float32Array {
  const rows = joined(directions.slice(0, vocabulary.tokens.length).map(() => new Float32Array(DIMS)));
  const follow = (after: Float32Array | undefined, token: number, strength: number): void => {
    for (let dim = 0; dim < DIMS; dim += 1) {
      const at = token * DIMS + dim;
      rows[at] = (rows[at] ?? 0) + strength * (after?.[dim] ?? 0);
    }
  };
  const write = (pieces: readonly string[]): number => {
    const ids = [...pieces, "<|im_end|>"].map((piece) => idOf(vocabulary, piece));
    for (const [index, id] of ids.slice(0, -1).entries()) follow(directions[id], ids[index + 1] ?? 0, GO_ON);
    return ids[0] ?? 0;
  };
  for (const [index, { pieces }] of scripts.entries()) {
    follow(directions[vocabulary.tokens.length + index], write(pieces), START);
  }
  // why: every prompt ends with the line that the assistant's turn begins with.
  follow(directions["\n".charCodeAt(0)], write(otherwise), START_OTHERWISE);
  return rows;
}
