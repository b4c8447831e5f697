// What a call costs beyond plain `fetch` and `JSON.parse`: the same requests through the engine and by hand, by turns, on loopback.
// nice -n 19 node bench/engines/servers/run.ts [--rounds 300] [--tokens 100] [--texts 16] [--dims 768]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { openChatModel, openEmbedder } from "../../../src/app/models/open-model.ts";
import { percentile } from "../../stores/statistics.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "300" },
    tokens: { type: "string", default: "100" },
    texts: { type: "string", default: "16" },
    dims: { type: "string", default: "768" },
  },
});
const rounds = Number(values.rounds);
const texts = Array.from({ length: Number(values.texts) }, (_, index) => `Passage ${index}: it rains in Bergen.`);
const prompt = [{ role: "user", content: "Tell me about the rain in Bergen." }] as const;

const server = spawn(process.execPath, [join(import.meta.dirname, "server.ts"), values.tokens, values.dims], {
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  const [said]: unknown[] = await once(server.stdout, "data");
  const address = String(said).trim();
  const models = { bench: { reference: `openai-compatible:${address}#bench` } };
  await using chat = await openChatModel("bench", { models });
  await using embedder = await openEmbedder("bench", { models });
  console.log(`${rounds} calls of each by turns, milliseconds`);
  await compare(`chat, ${values.tokens} events`, {
    engine: async () => {
      let text = "";
      for await (const event of chat.generate({ prompt })) if (event.kind === "text-delta") text += event.text;
      return text.length;
    },
    byHand: async () => chatByHand(address),
  });
  await compare(`${texts.length} texts embedded`, {
    engine: async () => (await embedder.embed(texts, "document")).length,
    byHand: async () => embedByHand(address),
  });
} finally {
  server.kill();
}

type Call = () => Promise<number>;
type Sides = { readonly engine: Call; readonly byHand: Call };
type Spent = { readonly wallMs: number; readonly cpuMs: number };

async function compare(what: string, sides: Sides): Promise<void> {
  const spent = { engine: [] as Spent[], byHand: [] as Spent[] };
  const results = new Set<number>();
  for (let round = -20; round < rounds; round += 1) {
    const order = round % 2 === 0 ? (["engine", "byHand"] as const) : (["byHand", "engine"] as const);
    for (const side of order) {
      const cpu = process.cpuUsage();
      const started = performance.now();
      results.add(await sides[side]());
      const { user, system } = process.cpuUsage(cpu);
      // why: the first rounds warm up both.
      if (round >= 0) spent[side].push({ wallMs: performance.now() - started, cpuMs: (user + system) / 1000 });
    }
  }
  if (results.size !== 1) throw new Error(`${what}: the two sides do not get the same.`);
  const middle = (side: keyof Sides, part: keyof Spent): number =>
    percentile(
      spent[side].map((one) => one[part]),
      0.5,
    );
  for (const part of ["wallMs", "cpuMs"] as const) {
    const [engine, byHand] = [middle("engine", part), middle("byHand", part)];
    const name = `${what}, ${part === "wallMs" ? "by the clock" : "of the processor"}`;
    console.log(
      `${name.padEnd(40)} engine ${engine.toFixed(2)}, by hand ${byHand.toFixed(2)}: ${(engine - byHand).toFixed(2)} more`,
    );
  }
}

async function chatByHand(address: string): Promise<number> {
  const response = await post(`${address}/chat/completions`, {
    model: "bench",
    messages: prompt,
    stream: true,
    stream_options: { include_usage: true },
  });
  let text = "";
  let rest = "";
  const decoder = new TextDecoder();
  for await (const part of response.body ?? []) {
    rest += decoder.decode(part, { stream: true });
    const events = rest.split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) text += textOf(event.slice("data: ".length));
  }
  return text.length;
}

function textOf(data: string): string {
  if (data === "[DONE]") return "";
  // why: what bench/engines/servers/server.ts sends is known.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const parsed = JSON.parse(data) as { readonly choices: readonly { readonly delta: { readonly content?: string } }[] };
  return parsed.choices[0]?.delta.content ?? "";
}

async function embedByHand(address: string): Promise<number> {
  const response = await post(`${address}/embeddings`, { model: "bench", input: texts });
  // why: see above.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { data } = (await response.json()) as { readonly data: readonly { readonly embedding: readonly number[] }[] };
  return data.map(({ embedding }) => Float32Array.from(embedding)).length;
}

async function post(address: string, body: object): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
}
