// What a base with its adapter says when it always takes the likeliest token, as the trainer itself computes it.
import { join } from "node:path";

import { messageText } from "../../src/school/examples/message-text.ts";
import type { TrainExample } from "../../src/spec/training.ts";
import { openAdapted } from "../../src/trainers/builtin/open-adapted.ts";
import { createBytePairTokenizer } from "../../src/weights/byte-pair-tokenizer.ts";
import { renderChat } from "../../src/weights/chat-template.ts";
import { readTokenizerFile } from "../../src/weights/tokenizer/tokenizer-file.ts";

const MOST_TOKENS = 40;

export type Replying = { readonly baseFolder: string; readonly adapterFolder: string };

/** One for each question, with the mark that ends it where it does end. */
export async function greedyReplies(
  examples: readonly TrainExample[],
  { baseFolder, adapterFolder }: Replying,
): Promise<readonly string[]> {
  const tokenizer = createBytePairTokenizer(await readTokenizerFile(join(baseFolder, "tokenizer.json")));
  const adapted = await openAdapted({ baseFolder, adapterFolder, maxTokens: 256 });
  const end = tokenizer.idOf("<|im_end|>");
  return examples.map(({ messages }) => {
    const asked = messages.slice(0, -1).map(({ role, content }) => ({ role, content: messageText({ content }) }));
    const prompt = tokenizer.encode(renderChat(asked, { reply: true }), "parse");
    const said: number[] = [];
    while (said.length < MOST_TOKENS && said.at(-1) !== end) said.push(likeliest(adapted.next([...prompt, ...said])));
    return tokenizer.decode(said, "show");
  });
}

function likeliest(chances: Float32Array): number {
  return chances.reduce((best, chance, token) => (chance > (chances[best] ?? 0) ? token : best), 0);
}
