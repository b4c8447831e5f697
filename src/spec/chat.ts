// Chat models: messages in, a stream of events out; likelihoods where the engine can give them.

export type ChatRole = "system" | "user" | "assistant" | "tool";

export type ChatPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "tool-call"; readonly id: string; readonly name: string; readonly input: unknown }
  | { readonly kind: "tool-result"; readonly id: string; readonly output: unknown };

export type ChatMessage = {
  readonly role: ChatRole;
  readonly content: string | readonly ChatPart[];
};

export type Prompt = readonly ChatMessage[];

export type ChatTool = {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
};

export type JsonSchema = Readonly<Record<string, unknown>>;

export type ChatRequest = {
  readonly prompt: Prompt;
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  /** Asks for JSON that fits the schema; only where `can.json`. */
  readonly json?: JsonSchema;
  readonly tools?: readonly ChatTool[];
  /** Name of a LoRA adapter to answer with; only where `can.adapters`. */
  readonly adapter?: string;
  readonly abortSignal?: AbortSignal;
};

export type Usage = {
  readonly inputTokens: { readonly total: number; readonly cached: number };
  readonly outputTokens: { readonly total: number; readonly reasoning: number };
};

export type FinishReason = "stop" | "length" | "tool-calls" | "content-filter" | "error";

export type ChatEvent =
  | { readonly kind: "text-delta"; readonly text: string }
  | { readonly kind: "reasoning-delta"; readonly text: string }
  | { readonly kind: "tool-call"; readonly id: string; readonly name: string; readonly input: unknown }
  | { readonly kind: "finish"; readonly reason: FinishReason; readonly usage: Usage };

export type ChatAbilities = {
  readonly json: boolean;
  readonly tools: boolean;
  readonly score: boolean;
  readonly adapters: boolean;
};

/** Sum and per-token natural-log probabilities of one continuation. */
export type Likelihood = {
  readonly logProbability: number;
  readonly tokenLogProbabilities: readonly number[];
};

export type ChatModel = {
  readonly id: string;
  readonly contextTokens: number;
  readonly can: ChatAbilities;
  generate(request: ChatRequest): AsyncIterable<ChatEvent>;
  score?(prompt: Prompt, continuations: readonly string[]): Promise<readonly Likelihood[]>;
};
