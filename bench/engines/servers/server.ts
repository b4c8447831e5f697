// A server in a process of its own that answers at once, as OpenAI's do: `node server.ts TOKENS DIMENSIONS`; prints its address.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import { seededRandom } from "../../../src/core/runtime.ts";

const [tokens = 100, dims = 768] = process.argv.slice(2).map(Number);
const random = seededRandom(1);
const vector = Array.from({ length: dims }, () => Math.fround(random() - 0.5));

const piece = (delta: object, rest: object = {}): string =>
  `data: ${JSON.stringify({
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    model: "bench",
    choices: [{ index: 0, delta, finish_reason: null, ...rest }],
  })}\n\n`;
const usage = { prompt_tokens: 20, completion_tokens: tokens, total_tokens: tokens + 20 };
const pieces = [
  piece({ role: "assistant", content: "" }),
  ...Array.from({ length: tokens }, () => piece({ content: " rain" })),
  piece({}, { finish_reason: "stop" }),
  `data: ${JSON.stringify({ id: "chatcmpl-1", choices: [], usage })}\n\n`,
  "data: [DONE]\n\n",
];

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const part of request.setEncoding("utf8")) body += String(part);
  if (request.url?.endsWith("/chat/completions") === true) {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const each of pieces) response.write(each);
    response.end();
    return;
  }
  const asked: unknown = JSON.parse(body);
  const input: unknown = typeof asked === "object" && asked !== null && "input" in asked ? asked.input : [];
  const data = (Array.isArray(input) ? input : [input]).map((_, index) => ({ index, embedding: vector }));
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ object: "list", data, model: "bench", usage: { prompt_tokens: 8, total_tokens: 8 } }));
}

const server = createServer((request, response) => void answer(request, response));
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/v1\n`);
});
