// Holds llama.cpp against PyTorch and our own code: `node bench/weights/llama-parity.ts --llama FOLDER --gguf nano.gguf`; `--cache F16` rounds keys and values as llama.cpp does by itself.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { z } from "zod";

import { createBytePairTokenizer } from "../../src/weights/byte-pair-tokenizer.ts";
import { renderChat } from "../../src/weights/chat-template.ts";
import { readTokenizerFile } from "../../src/weights/tokenizer/tokenizer-file.ts";
import { type LlamaModel, type LlamaSequence, loadLlama } from "./load-llama.ts";
import { randomStrings } from "./random-strings.ts";

const topSchema = z.array(z.object({ prompt: z.string(), top: z.array(z.tuple([z.number(), z.number()])) }));
const chatsSchema = z.array(
  z.object({
    turns: z.array(z.object({ role: z.string(), content: z.string() })),
    reply: z.boolean(),
    text: z.string(),
  }),
);

const { values } = parseArgs({
  options: {
    llama: { type: "string", default: "." },
    gguf: { type: "string", default: "nano.gguf" },
    model: { type: "string", default: "models/nano" },
    golden: { type: "string", default: "test/golden/nano" },
    cache: { type: "string", default: "F32" },
  },
});

function golden(name: string): readonly unknown[] {
  const lines = readFileSync(`${values.golden}/${name}.jsonl`, "utf8").trimEnd().split("\n");
  return lines.map((line): unknown => JSON.parse(line));
}

async function compareTop(model: LlamaModel, sequence: LlamaSequence): Promise<string> {
  const rows = topSchema.parse(golden("top"));
  let worst = 0;
  let sameOrder = 0;
  for (const { prompt, top } of rows) {
    await sequence.clearHistory();
    const tokens = model.tokenize(prompt, true);
    const last = tokens.pop();
    const results = await sequence.controlledEvaluate([...tokens, [last, { generateNext: { logits: true } }]]);
    const logits = results.at(-1)?.next.logits ?? new Map<number, number>();
    const largest = Math.max(...logits.values());
    const total = [...logits.values()].reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
    const chance = (token: number): number => (logits.get(token) ?? Number.NaN) - largest - Math.log(total);
    const best = [...logits].toSorted(([, one], [, other]) => other - one).slice(0, top.length);
    if (best.every(([token], at) => token === top[at]?.[0])) sameOrder += 1;
    for (const [token, wanted] of top) worst = Math.max(worst, Math.abs(chance(token) - wanted));
  }
  return `top 5 of ${rows.length} prompts: largest difference of a log-probability ${worst.toExponential(2)}, same five in the same order ${sameOrder}`;
}

async function compareTokens(model: LlamaModel): Promise<string> {
  const ours = createBytePairTokenizer(await readTokenizerFile(`${values.model}/tokenizer.json`));
  const strings = randomStrings(20, 10_000);
  const differing = strings.filter((text) => ours.encode(text, "parse").join() !== model.tokenize(text, true).join());
  for (const text of differing.slice(0, 5)) console.log(`  differs: ${JSON.stringify(text)}`);
  return `tokens of ${strings.length} strings: ${differing.length} differ`;
}

function compareChats(template: string, jinja: Awaited<ReturnType<typeof loadLlama>>["jinja"]): string {
  const chats = chatsSchema.parse(golden("chats"));
  const differing = chats.filter(({ turns, reply, text }) => {
    const rendered = new jinja.Template(template).render({ messages: turns, add_generation_prompt: reply });
    return rendered !== text || renderChat(turns, { reply }) !== text;
  });
  return `template on ${chats.length} conversations: ${differing.length} differ`;
}

const { model, sequence, jinja } = await loadLlama(values.llama, values.gguf, values.cache !== "F16");
console.log(await compareTop(model, sequence));
console.log(await compareTokens(model));
console.log(compareChats(model.fileInfo.metadata.tokenizer.chat_template ?? "", jinja));
process.exit(0); // why: node-llama-cpp keeps the process alive
