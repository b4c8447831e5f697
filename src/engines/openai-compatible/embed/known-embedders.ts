// What the makers of well-known embedding models say about them: how much text counts, and what goes before it.

export type EmbedderFacts = {
  readonly maxTokens: number;
  readonly queryPrefix: string;
  readonly documentPrefix: string;
};

const PLAIN = { queryPrefix: "", documentPrefix: "" } as const;
const RETRIEVAL_QUERY = "Represent this sentence for searching relevant passages: ";

type Known = EmbedderFacts & { readonly pattern: RegExp };

/** The first that fits the model's name counts. Dimensions are not here: the model tells them itself. */
const KNOWN: readonly Known[] = [
  { pattern: /text-embedding-(?:3|ada)/u, maxTokens: 8191, ...PLAIN },
  {
    pattern: /nomic-embed-text/u,
    maxTokens: 2048,
    queryPrefix: "search_query: ",
    documentPrefix: "search_document: ",
  },
  { pattern: /mxbai-embed|arctic-embed/u, maxTokens: 512, queryPrefix: RETRIEVAL_QUERY, documentPrefix: "" },
  { pattern: /bge-m3/u, maxTokens: 8192, ...PLAIN },
  { pattern: /bge-\w+-en/u, maxTokens: 512, queryPrefix: RETRIEVAL_QUERY, documentPrefix: "" },
  { pattern: /(?:^|\W)(?:multilingual-)?e5-/u, maxTokens: 512, queryPrefix: "query: ", documentPrefix: "passage: " },
  { pattern: /all-minilm/u, maxTokens: 256, ...PLAIN },
  {
    pattern: /qwen3-embedding/u,
    maxTokens: 8192,
    queryPrefix: "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: ",
    documentPrefix: "",
  },
  {
    pattern: /embeddinggemma/u,
    maxTokens: 2048,
    queryPrefix: "task: search result | query: ",
    documentPrefix: "title: none | text: ",
  },
];

/** Cautious where nothing is known: most small models read 512 tokens. */
const UNKNOWN: EmbedderFacts = { maxTokens: 512, ...PLAIN };

export function embedderFacts(model: string): EmbedderFacts {
  return KNOWN.find(({ pattern }) => pattern.test(model.toLowerCase())) ?? UNKNOWN;
}
