// One greedy reply of a chat model, with nothing of the product between the prompt and it.
import type { ChatAdapter, ChatModel } from "../../src/index.ts";
import type { Message } from "../world/reading-prompt.ts";

const MAX_TOKENS = 96;

export async function askModel(model: ChatModel, prompt: readonly Message[], adapter?: ChatAdapter): Promise<string> {
  let text = "";
  const asked = { prompt, maxTokens: MAX_TOKENS, temperature: 0, ...(adapter === undefined ? {} : { adapter }) };
  for await (const event of model.generate(asked)) if (event.kind === "text-delta") text += event.text;
  return text;
}
