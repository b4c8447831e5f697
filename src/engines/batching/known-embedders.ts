// What the makers of well-known embedding models say about them: how much text counts, and what goes before it.

export type EmbedderFacts = {
  readonly maxTokens: number;
  readonly queryPrefix: string;
  readonly documentPrefix: string;
};

const PLAIN = { queryPrefix: "", documentPrefix: "" } as const;
const RETRIEVAL_QUERY = "Represent this sentence for searching relevant passages: ";

type Known = EmbedderFacts & {
  readonly pattern: RegExp;
  /** How people call it, for the documentation. */
  readonly title: string;
};

/** The first that fits the model's name counts. Dimensions are not here: the model tells them itself. */
export const KNOWN_EMBEDDERS: readonly Known[] = [
  {
    pattern: /text-embedding-(?:3|ada)/u,
    title: "text-embedding-3, text-embedding-ada-002",
    maxTokens: 8191,
    ...PLAIN,
  },
  {
    pattern: /nomic-embed-text/u,
    title: "nomic-embed-text",
    maxTokens: 2048,
    queryPrefix: "search_query: ",
    documentPrefix: "search_document: ",
  },
  {
    pattern: /mxbai-embed|arctic-embed/u,
    title: "mxbai-embed, snowflake-arctic-embed",
    maxTokens: 512,
    queryPrefix: RETRIEVAL_QUERY,
    documentPrefix: "",
  },
  { pattern: /bge-m3/u, title: "bge-m3", maxTokens: 8192, ...PLAIN },
  {
    pattern: /bge-\w+-en/u,
    title: "bge-small-en, bge-base-en, bge-large-en",
    maxTokens: 512,
    queryPrefix: RETRIEVAL_QUERY,
    documentPrefix: "",
  },
  {
    pattern: /(?:^|\W)(?:multilingual-)?e5-/u,
    title: "e5, multilingual-e5",
    maxTokens: 512,
    queryPrefix: "query: ",
    documentPrefix: "passage: ",
  },
  { pattern: /all-minilm/u, title: "all-MiniLM", maxTokens: 256, ...PLAIN },
  {
    pattern: /qwen3-embedding/u,
    title: "Qwen3-Embedding",
    maxTokens: 8192,
    queryPrefix: "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: ",
    documentPrefix: "",
  },
  {
    pattern: /embeddinggemma/u,
    title: "EmbeddingGemma",
    maxTokens: 2048,
    queryPrefix: "task: search result | query: ",
    documentPrefix: "title: none | text: ",
  },
];

/** Cautious where nothing is known: most small models read 512 tokens. */
const UNKNOWN: EmbedderFacts = { maxTokens: 512, ...PLAIN };

export function embedderFacts(model: string): EmbedderFacts {
  return KNOWN_EMBEDDERS.find(({ pattern }) => pattern.test(model.toLowerCase())) ?? UNKNOWN;
}
