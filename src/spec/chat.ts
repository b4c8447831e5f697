// Chat models: messages in, a stream of events out; likelihoods where the engine can give them.

export type ChatRole = "system" | "user" | "assistant" | "tool";

export type ChatPart =
  | { readonly kind: "text"; readonly text: string }
  /** What the model thought aloud in an earlier turn; engines that cannot pass it back leave it out. */
  | { readonly kind: "reasoning"; readonly text: string }
  | { readonly kind: "tool-call"; readonly id: string; readonly name: string; readonly input: unknown }
  | { readonly kind: "tool-result"; readonly id: string; readonly name?: string; readonly output: unknown };

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

/** `auto` is what holds where nothing is said. */
export type ToolChoice =
  | { readonly kind: "auto" }
  | { readonly kind: "none" }
  | { readonly kind: "required" }
  | { readonly kind: "tool"; readonly name: string };

/** A LoRA adapter to answer with: by its name where the engine knows it already, with its file where it has to be loaded. */
export type ChatAdapter = {
  readonly name: string;
  readonly path?: string;
  /** How strongly it is applied; default 1. */
  readonly scale?: number;
};

/**
 * What `can` denies (`json`, `tools`, `adapter`) is refused with `input_invalid`, never left out silently; a setting that
 * only shapes the reply (`seed`, `topP`) may be left out and is then named in the finish event's `warnings`.
 */
export type ChatRequest = {
  readonly prompt: Prompt;
  readonly maxTokens?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  /** Asks for JSON that fits the schema; only where `can.json`. */
  readonly json?: JsonSchema;
  /** Only where `can.tools`. */
  readonly tools?: readonly ChatTool[];
  readonly toolChoice?: ToolChoice;
  /** Only where `can.adapters`. */
  readonly adapter?: ChatAdapter;
  /** The same for every try at this request: a server that knows such keys answers, and bills, it once. Others leave it out. */
  readonly idempotencyKey?: string;
  readonly abortSignal?: AbortSignal;
};

export type Usage = {
  readonly inputTokens: { readonly total: number; readonly cached: number };
  readonly outputTokens: { readonly total: number; readonly reasoning: number };
  /** True where the engine did not tell all of it, as when a reply was cut off: then the rest is counted from the text. */
  readonly estimated?: boolean;
};

/** `error` is what a reply that was cut off or cancelled ends with, before its error is thrown. */
export type FinishReason = "stop" | "length" | "tool-calls" | "content-filter" | "error" | "other";

/** Something asked for that had no effect, or that should be known before the reply is trusted. */
export type ChatWarning =
  | { readonly kind: "unsupported"; readonly setting: string; readonly message: string }
  | { readonly kind: "other"; readonly message: string };

export type ChatEvent =
  | { readonly kind: "text-delta"; readonly text: string }
  | { readonly kind: "reasoning-delta"; readonly text: string }
  | {
      readonly kind: "tool-call";
      readonly id: string;
      readonly name: string;
      /** The arguments; their raw text where the model wrote no valid JSON, and then `invalid` says why. */
      readonly input: unknown;
      readonly invalid?: string;
    }
  | {
      readonly kind: "finish";
      readonly reason: FinishReason;
      readonly usage: Usage;
      readonly warnings?: readonly ChatWarning[];
      /** What the server calls this request: for its operator and its logs. */
      readonly requestId?: string;
      /** The model that answered, as the server names it. */
      readonly model?: string;
      /** How long it waited for its turn, for a busy server and for tries that failed; absent: not at all, or not known. */
      readonly waitedMs?: number;
    };

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

export type ScoreOptions = {
  readonly adapter?: ChatAdapter;
  readonly abortSignal?: AbortSignal;
};

export type ChatModel = {
  /** The reference that it was resolved from. */
  readonly id: string;
  /** Tokens of prompt and reply together; undefined: not known. A prompt that is longer is refused with `input_invalid`. */
  readonly contextTokens: number | undefined;
  readonly can: ChatAbilities;
  /**
   * Ends with exactly one `finish`. What fails before the model has begun throws at once; what fails later, or is
   * aborted, first gives a `finish` with reason `error` and what is known of the usage, and then throws.
   */
  generate(request: ChatRequest): AsyncIterable<ChatEvent>;
  /** One likelihood per continuation, as the assistant's reply to the prompt, in order; only where `can.score`. */
  score?(prompt: Prompt, continuations: readonly string[], options?: ScoreOptions): Promise<readonly Likelihood[]>;
  /** Tokens of the prompt by the serving model's own tokenizer and template; absent where only the server can tell. */
  countTokens?(prompt: Prompt, signal?: AbortSignal): Promise<number>;
};
