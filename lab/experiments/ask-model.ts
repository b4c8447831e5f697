// One greedy reply of a chat model, with nothing of the product between the prompt and it.
import type { ChatAdapter, ChatModel } from "../../src/index.ts";
import type { Message } from "../world/reading-prompt.ts";

export type Reply = {
  readonly text: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Until the first piece of text. */
  readonly firstMs: number;
  readonly wholeMs: number;
};

const MAX_TOKENS = 120;

export async function askModel(model: ChatModel, prompt: readonly Message[], adapter?: ChatAdapter): Promise<string> {
  return (await measureReply(model, prompt, adapter)).text;
}

export async function measureReply(
  model: ChatModel,
  prompt: readonly Message[],
  adapter?: ChatAdapter,
): Promise<Reply> {
  const asked = {
    prompt,
    maxTokens: MAX_TOKENS,
    temperature: 0,
    seed: 1,
    ...(adapter === undefined ? {} : { adapter }),
  };
  const start = performance.now();
  let text = "";
  let firstMs: number | undefined;
  for await (const event of model.generate(asked)) {
    if (event.kind === "text-delta") {
      firstMs ??= performance.now() - start;
      text += event.text;
    }
    if (event.kind === "finish") {
      const { inputTokens, outputTokens } = event.usage;
      const wholeMs = performance.now() - start;
      return {
        text,
        inputTokens: inputTokens.total,
        outputTokens: outputTokens.total,
        firstMs: firstMs ?? wholeMs,
        wholeMs,
      };
    }
  }
  throw new Error("The reply did not come to an end.");
}
