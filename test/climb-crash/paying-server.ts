// A model server that knows idempotency keys, as real ones do, and counts for each call how often it worked on it, and would have billed it.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import { sha256 } from "../../src/core/hash.ts";
import { createFakeChatModel, createFakeModelServer } from "../../src/testing/index.ts";
import { CONTEXT_TOKENS, replyTo } from "./served-world.ts";

/** By what is asked, so that it shows when the same call comes under another key. */
export type Bill = Map<string, number>;

export type PayingServer = AsyncDisposable & {
  /** Of the chat model, as a reference names it. */
  readonly url: string;
  /** Calls that it was asked for, however often. */
  readonly requests: () => number;
  /** Calls that it is working on. */
  readonly underWay: () => number;
  /** What was worked on since the last such call. */
  takeBill(): Bill;
};

type Call = { readonly path: string; readonly body: string };
type Reply = { readonly status: number; readonly type: string; readonly text: string };

export async function createPayingServer(): Promise<PayingServer> {
  const chat = createFakeChatModel({ can: { json: false }, contextTokens: CONTEXT_TOKENS, reply: replyTo });
  const model = await createFakeModelServer({ chat });
  let bill: Bill = new Map();
  let known = new Map<string, Promise<Reply>>();
  const counts = { requests: 0, underWay: 0 };

  // why: what was begun is done and billed, even if whoever asked is dead by then; another try with its key gets that very work.
  const work = async ({ path, body }: Call): Promise<Reply> => {
    const content = sha256(body);
    bill.set(content, (bill.get(content) ?? 0) + 1);
    counts.underWay += 1;
    await sleep(10 + (Number.parseInt(content.slice(0, 4), 16) % 40));
    counts.underWay -= 1;
    return pass(`${model.origin}${path}`, { method: "POST", headers: { "content-type": "application/json" }, body });
  };

  const answer = async ({ headers }: IncomingMessage, call: Call): Promise<Reply> => {
    counts.requests += 1;
    const key = String(headers["idempotency-key"] ?? `without a key ${counts.requests}`);
    const begun = known.get(key) ?? work(call);
    known.set(key, begun);
    return begun;
  };
  const look = async (path: string): Promise<Reply> => pass(`${model.origin}${path}`);

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await textOf(request);
    const path = request.url ?? "/";
    const { status, type, text } = request.method === "POST" ? await answer(request, { path, body }) : await look(path);
    response.writeHead(status, { "content-type": type }).end(text);
  };

  const http = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy());
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const address = http.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests: () => counts.requests,
    underWay: () => counts.underWay,
    takeBill: () => {
      const taken = bill;
      bill = new Map();
      known = new Map();
      return taken;
    },
    [Symbol.asyncDispose]: async () => {
      http.close();
      http.closeAllConnections();
      await once(http, "close");
      await model[Symbol.asyncDispose]();
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString("utf8");
}

async function pass(url: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(url, init);
  return {
    status: response.status,
    type: response.headers.get("content-type") ?? "application/json",
    text: await response.text(),
  };
}
