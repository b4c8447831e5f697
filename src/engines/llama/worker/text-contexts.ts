// Vectors and relevance of texts: a few contexts with one thread each, since one context takes one text at a time.
import { SchoolbookError } from "../../../core/errors.ts";
import { EMBED, RANK } from "../messages.ts";
import type { EmbeddingContext, Model, RankingContext, Token } from "./binding.ts";

export type TextOptions = {
  readonly threads: number;
  /** Tokens of a text that count. */
  readonly maxTokens: number;
};

/** The tokens that a model wants at both ends of a text. */
const ENDS = 2;
/** A context has to be longer than what is put into it. */
const SPARE = 8;

type Pool<Context> = { use<Result>(work: (context: Context) => Promise<Result>): Promise<Result> };

/** One thread a context is faster than many threads over one: texts are short. */
function createPool<Context>(size: number, open: () => Promise<Context>): Pool<Context> {
  const idle: Context[] = [];
  const waiting: ((context: Context) => void)[] = [];
  let opened = 0;

  async function borrow(): Promise<Context> {
    const free = idle.pop();
    if (free !== undefined) return free;
    if (opened >= size) return new Promise((resolve) => waiting.push(resolve));
    opened += 1;
    try {
      return await open();
    } catch (error) {
      opened -= 1;
      throw error;
    }
  }

  return {
    async use(work) {
      const context = await borrow();
      try {
        return await work(context);
      } finally {
        const next = waiting.shift();
        if (next === undefined) idle.push(context);
        else next(context);
      }
    },
  };
}

/** The whole text has to fit into one batch: an encoder crashes otherwise, and a mean would be that of the last batch. */
function contextOptions({ maxTokens }: TextOptions) {
  return { contextSize: maxTokens + SPARE, batchSize: maxTokens + SPARE, threads: 1 };
}

export type TextMethods = {
  embed(params: unknown, signal: AbortSignal): Promise<string[]>;
  rank(params: unknown, signal: AbortSignal): Promise<number[]>;
};

export function createTextMethods(model: Model, options: TextOptions): TextMethods {
  const { threads, maxTokens } = options;
  const embedding = createPool(threads, async () => model.createEmbeddingContext(contextOptions(options)));
  const ranking = createPool(threads, async () => model.createRankingContext(contextOptions(options)));
  return {
    async embed(params, signal) {
      const { texts } = EMBED.parse(params);
      return Promise.all(
        texts.map(async (text) => {
          const tokens = tokensOf(model, text, maxTokens - ENDS);
          return embedding.use(async (context) => {
            signal.throwIfAborted();
            return encode(await vectorOf(context, tokens));
          });
        }),
      );
    },
    async rank(params, signal) {
      const { query, texts } = RANK.parse(params);
      const asked = tokensOf(model, query, Math.floor(maxTokens / 2));
      return Promise.all(
        texts.map(async (text) =>
          ranking.use(async (context) => {
            signal.throwIfAborted();
            return relevanceOf(context, { query: asked, text: model.tokenize(text, false), maxTokens });
          }),
        ),
      );
    },
  };
}

/** Never empty: a text of nothing has a vector too, that of a blank or of the token that ends texts. */
function tokensOf(model: Model, text: string, maxTokens: number): readonly Token[] {
  const tokens = model.tokenize(text, false).slice(0, maxTokens);
  if (tokens.length > 0) return tokens;
  const blank = model.tokenize(" ", false);
  if (blank.length > 0) return blank;
  return [model.tokens.eos ?? model.tokens.eot ?? 0];
}

async function vectorOf(context: EmbeddingContext, tokens: readonly Token[]): Promise<Float32Array> {
  const { vector } = await context.getEmbeddingFor(tokens);
  const length = Math.hypot(...vector);
  if (!(length > 0 && Number.isFinite(length))) {
    throw new SchoolbookError("engine_failed", "The model gave a vector without a length.", {
      hint: "Its weights are perhaps damaged, or it was not made for embedding.",
    });
  }
  return Float32Array.from(vector, (value) => value / length);
}

type Pair = { readonly query: readonly Token[]; readonly text: readonly Token[]; readonly maxTokens: number };

/** What of the text does not fit beside the question is cut off; some templates hold it more than once. */
async function relevanceOf(context: RankingContext, { query, text, maxTokens }: Pair): Promise<number> {
  const without = context.calculateInputLength(query, []);
  const each = Math.max(1, context.calculateInputLength(query, [0]) - without);
  return context.rank(query, text.slice(0, Math.max(0, Math.floor((maxTokens - without) / each))));
}

function encode({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}
