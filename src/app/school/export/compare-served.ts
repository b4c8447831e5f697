// Holds an adapter as GGUF in llama.cpp, which is what Ollama runs too, against what was trained.
import type { Runtime } from "../../../core/runtime.ts";
import { openLlamaChat } from "../../../engines/llama/chat-model.ts";
import type { ChatAdapter } from "../../../spec/chat.ts";
import { type Adapted, openAdapted } from "../../../trainers/builtin/open-adapted.ts";
import { type BaseText, openBaseText } from "../../../weights/open-base-text.ts";
import {
  compareForms,
  type FormCheck,
  MAX_TOKENS,
  promptOf,
  PROMPTS,
  refuseUnlike,
  REPLY_TOKENS,
  replyOf,
} from "./compare-forms.ts";

export type Served = {
  readonly baseFolder: string;
  /** In PEFT's layout. */
  readonly adapterFolder: string;
  readonly baseGguf: string;
  readonly adapter: ChatAdapter;
  readonly enginesFolder: string;
  readonly runtime: Runtime;
};

/** What the trained model replies is scored by the served one, token by token. */
export async function compareServed(served: Served): Promise<FormCheck> {
  const { baseFolder, adapterFolder, baseGguf: file, adapter, enginesFolder, runtime } = served;
  const { shift } = await compareForms({ baseFolder, adapterFolder });
  const text = await openBaseText(baseFolder);
  const trained = await openAdapted({ baseFolder, adapterFolder, maxTokens: MAX_TOKENS });
  await using model = await openLlamaChat({ file, enginesFolder, runtime, threads: 1, contextTokens: MAX_TOKENS });
  let difference = 0;
  let sameReplies = 0;
  for (const content of PROMPTS) {
    const ids = promptOf(content, text);
    const reply = withoutEnd(replyOf(trained, ids, text), text);
    const prompt = [{ role: "user", content }] as const;
    const [scored] = await model.score(prompt, [reply], { adapter });
    for (const [at, wanted] of scoresOf(trained, { ids, reply }, text).entries()) {
      difference = Math.max(
        difference,
        Math.abs(wanted - (scored?.tokenLogProbabilities[at] ?? Number.NEGATIVE_INFINITY)),
      );
    }
    let said = "";
    for await (const event of model.generate({ prompt, adapter, maxTokens: REPLY_TOKENS, temperature: 0 })) {
      if (event.kind === "text-delta") said += event.text;
    }
    if (said === reply) sameReplies += 1;
  }
  refuseUnlike({ what: "as GGUF", difference, shift });
  return { prompts: PROMPTS.length, shift, difference, sameReplies };
}

function withoutEnd(reply: string, { tokenizer, endIds }: BaseText): string {
  const end = endIds.map((id) => tokenizer.decode([id], "show")).find((mark) => reply.endsWith(mark));
  return end === undefined ? reply : reply.slice(0, -end.length);
}

type Replied = { readonly ids: readonly number[]; readonly reply: string };

function scoresOf(model: Adapted, { ids, reply }: Replied, { tokenizer }: BaseText): readonly number[] {
  const tokens = tokenizer.encode(reply, "plain");
  return tokens.map((token, at) => model.next([...ids, ...tokens.slice(0, at)])[token] ?? Number.NaN);
}
