// A server on this machine that speaks the OpenAI dialect with the fake models, and misbehaves on demand.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import type { ChatModel } from "../../spec/chat.ts";
import type { Embedder } from "../../spec/embedder.ts";
import type { Reranker } from "../../spec/reranker.ts";
import { createFakeChatModel } from "../fake-chat-model.ts";
import { createFakeEmbedder } from "../fake-embedder.ts";
import { createFakeReranker } from "../fake-reranker.ts";
import { answerCall } from "./answer-call.ts";
import { deliver } from "./deliver.ts";
import type { FakeCall, ModelFault } from "./model-fault.ts";
import type { TrueAnswer } from "./true-answer.ts";

export type FakeServerOptions = {
  readonly chat?: ChatModel;
  readonly embedder?: Embedder;
  readonly reranker?: Reranker;
  /** The name under which all three are served. */
  readonly model?: string;
  /** Without it every call is refused; the refusal repeats what came in its place, as some servers do. */
  readonly key?: string;
  /** Looked at before each call is answered. */
  readonly fault?: (call: FakeCall) => ModelFault | undefined;
};

export type FakeModelServer = AsyncDisposable & {
  /** `http://127.0.0.1:port` */
  readonly origin: string;
  readonly calls: () => readonly FakeCall[];
  /** The most calls that were in progress at once. */
  readonly mostActive: () => number;
};

/** Listens on a free port of the loopback until it is disposed of. */
export async function createFakeModelServer(options: FakeServerOptions = {}): Promise<FakeModelServer> {
  const models = {
    chat: options.chat ?? createFakeChatModel({ adapters: { loud: "HEAR, HEAR:" } }),
    embedder: options.embedder ?? createFakeEmbedder(),
    reranker: options.reranker ?? createFakeReranker(),
    model: options.model ?? "fake",
  };
  const calls: FakeCall[] = [];
  let active = 0;
  let mostActive = 0;

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    active += 1;
    mostActive = Math.max(mostActive, active);
    response.once("close", () => (active -= 1));
    const call = await readCall(request, { count: calls.length + 1, active });
    calls.push(call);
    const fault = options.fault?.(call);
    const answer = isCleared(call, options.key) ? await answerCall(call, models) : refusal(call);
    await deliver(response, { ...answer, headers: { ...answer.headers, "x-request-id": `req-${call.count}` } }, fault);
  };

  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    calls: () => calls,
    mostActive: () => mostActive,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

type Place = Pick<FakeCall, "count" | "active">;

async function readCall(request: IncomingMessage, place: Place): Promise<FakeCall> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  const text = Buffer.concat(parts).toString("utf8");
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  const body: unknown = text === "" ? undefined : JSON.parse(text);
  return { method: request.method ?? "GET", path, headers: request.headers, body, ...place };
}

function isCleared({ headers }: FakeCall, key: string | undefined): boolean {
  return key === undefined || headers["authorization"] === `Bearer ${key}` || headers["api-key"] === key;
}

function refusal({ headers }: FakeCall): TrueAnswer {
  const shown = String(headers["authorization"] ?? headers["api-key"] ?? "none");
  const error = {
    message: `Incorrect API key provided: ${shown}.`,
    type: "invalid_request_error",
    code: "invalid_api_key",
  };
  return { status: 401, headers: {}, parts: [JSON.stringify({ error })] };
}
