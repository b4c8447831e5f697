// Servers that speak the OpenAI dialect, as data: where they are, which key they want, what they are known to support.

/** How a server wants to be asked for a ranking; undefined: it does not rank. */
export type RerankShape = "tei" | "jina" | "cohere" | "voyage";

export type Preset = {
  readonly scheme: string;
  readonly title: string;
  /** Undefined: it has to be given, in the reference or as `baseUrl`. */
  readonly baseUrl: string | undefined;
  /** Environment variable that usually holds the key; undefined: no key unless one is named. */
  readonly keyVariable: string | undefined;
  readonly keyHeader: "authorization" | "api-key";
  readonly chat: boolean;
  readonly embeddings: boolean;
  readonly rerank: RerankShape | undefined;
  /** The reply is held to a JSON schema by the server, not merely asked for. */
  readonly json: boolean;
  readonly tools: boolean;
  /** It obeys `tool_choice`; where it does not, being asked for one is answered with a warning. */
  readonly toolChoice: boolean;
  /** LoRA adapters are served under names of their own. */
  readonly adapters: boolean;
  readonly maxTokensField: "max_tokens" | "max_completion_tokens";
  readonly seedField: "seed" | "random_seed" | undefined;
  /** It wants to be asked for the usage of a streamed reply; others send it anyway or refuse the question. */
  readonly asksForUsage: boolean;
  readonly base64: boolean;
  /** Texts and tokens in one request for vectors or a ranking. */
  readonly batch: { readonly texts: number; readonly tokens: number };
  readonly concurrency: number;
};

const HOSTED = {
  keyHeader: "authorization",
  chat: true,
  embeddings: true,
  rerank: undefined,
  json: true,
  tools: true,
  toolChoice: true,
  adapters: false,
  maxTokensField: "max_tokens",
  seedField: "seed",
  asksForUsage: true,
  base64: false,
  batch: { texts: 64, tokens: 32_000 },
  concurrency: 8,
} as const;

const LOCAL = {
  ...HOSTED,
  keyVariable: undefined,
  batch: { texts: 32, tokens: 16_000 },
  concurrency: 4,
} as const;

/** In the order of lists for people: what runs on your own machines first. */
export const PRESETS: readonly Preset[] = [
  { ...LOCAL, scheme: "ollama", title: "Ollama", baseUrl: "http://127.0.0.1:11434/v1", toolChoice: false },
  {
    ...LOCAL,
    scheme: "vllm",
    title: "vLLM",
    baseUrl: "http://127.0.0.1:8000/v1",
    rerank: "jina",
    adapters: true,
    base64: true,
    concurrency: 32,
  },
  {
    ...LOCAL,
    scheme: "llama-server",
    title: "llama.cpp's server",
    baseUrl: "http://127.0.0.1:8080/v1",
    rerank: "jina",
  },
  { ...LOCAL, scheme: "lmstudio", title: "LM Studio", baseUrl: "http://127.0.0.1:1234/v1" },
  {
    ...LOCAL,
    scheme: "tei",
    title: "Text Embeddings Inference",
    baseUrl: "http://127.0.0.1:8080/v1",
    chat: false,
    rerank: "tei",
    json: false,
    tools: false,
    concurrency: 8,
  },
  {
    ...HOSTED,
    scheme: "openai",
    title: "OpenAI",
    baseUrl: "https://api.openai.com/v1",
    keyVariable: "OPENAI_API_KEY",
    maxTokensField: "max_completion_tokens",
    base64: true,
    batch: { texts: 256, tokens: 200_000 },
  },
  {
    ...HOSTED,
    scheme: "azure",
    title: "Azure OpenAI (`baseUrl`: https://NAME.openai.azure.com/openai/v1)",
    baseUrl: undefined,
    keyVariable: "AZURE_OPENAI_API_KEY",
    keyHeader: "api-key",
    maxTokensField: "max_completion_tokens",
    base64: true,
    batch: { texts: 256, tokens: 200_000 },
  },
  {
    ...HOSTED,
    scheme: "openrouter",
    title: "OpenRouter",
    baseUrl: "https://openrouter.ai/api/v1",
    keyVariable: "OPENROUTER_API_KEY",
  },
  {
    ...HOSTED,
    scheme: "mistral",
    title: "Mistral",
    baseUrl: "https://api.mistral.ai/v1",
    keyVariable: "MISTRAL_API_KEY",
    seedField: "random_seed",
    asksForUsage: false,
    batch: { texts: 64, tokens: 15_000 },
  },
  {
    ...HOSTED,
    scheme: "together",
    title: "Together",
    baseUrl: "https://api.together.xyz/v1",
    keyVariable: "TOGETHER_API_KEY",
    rerank: "jina",
  },
  {
    ...HOSTED,
    scheme: "groq",
    title: "Groq",
    baseUrl: "https://api.groq.com/openai/v1",
    keyVariable: "GROQ_API_KEY",
    embeddings: false,
  },
  {
    ...HOSTED,
    scheme: "fireworks",
    title: "Fireworks",
    baseUrl: "https://api.fireworks.ai/inference/v1",
    keyVariable: "FIREWORKS_API_KEY",
  },
  {
    ...HOSTED,
    scheme: "deepseek",
    title: "DeepSeek",
    baseUrl: "https://api.deepseek.com/v1",
    keyVariable: "DEEPSEEK_API_KEY",
    embeddings: false,
    json: false,
    seedField: undefined,
  },
  {
    ...HOSTED,
    scheme: "gemini",
    title: "Google Gemini",
    baseUrl: "https://generativelanguage.googleapis.com/v1beta/openai",
    keyVariable: "GEMINI_API_KEY",
    seedField: undefined,
  },
  {
    ...HOSTED,
    scheme: "cohere",
    title: "Cohere",
    baseUrl: "https://api.cohere.com/compatibility/v1",
    keyVariable: "COHERE_API_KEY",
    rerank: "cohere",
    json: false,
    toolChoice: false,
    batch: { texts: 96, tokens: 32_000 },
  },
  {
    ...HOSTED,
    scheme: "jina",
    title: "Jina",
    baseUrl: "https://api.jina.ai/v1",
    keyVariable: "JINA_API_KEY",
    chat: false,
    rerank: "jina",
    json: false,
    tools: false,
  },
  {
    ...HOSTED,
    scheme: "voyage",
    title: "Voyage",
    baseUrl: "https://api.voyageai.com/v1",
    keyVariable: "VOYAGE_API_KEY",
    chat: false,
    rerank: "voyage",
    base64: true,
    json: false,
    tools: false,
  },
  {
    ...LOCAL,
    scheme: "openai-compatible",
    title: "any other server (`openai-compatible:http://host:port/v1#model`)",
    baseUrl: undefined,
    rerank: "jina",
    adapters: true,
    concurrency: 8,
  },
];
