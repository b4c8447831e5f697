// A server that counts, call by call, how often it was asked and how often it answered.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import { answerTo, type Call } from "./workload.ts";

export type Counts = { asked: number; answered: number };

export type CountingServer = AsyncDisposable & {
  readonly origin: string;
  readonly counts: ReadonlyMap<string, Counts>;
  /** Called for each call as it comes in. */
  onCall: (key: string) => void;
  /** How many that asked were killed so far: whoever asked before is not answered any more. */
  deaths: number;
  nextCall(): Promise<void>;
};

export async function createCountingServer(): Promise<CountingServer> {
  const counts = new Map<string, Counts>();
  let next = Promise.withResolvers<void>();
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    // why: only exam-process.ts asks, and it sends this.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const call = JSON.parse(Buffer.concat(parts).toString("utf8")) as Call;
    const own = counts.get(call.key) ?? { asked: 0, answered: 0 };
    counts.set(call.key, own);
    own.asked += 1;
    const born = server.deaths;
    server.onCall(call.key);
    next.resolve();
    await sleep(5 + (Number.parseInt(call.key.slice(4, 8), 16) % 20));
    if (server.deaths !== born) {
      response.destroy();
      return;
    }
    const { status, text } = answerTo(call);
    own.answered += 1;
    response.writeHead(status).end(text);
  };
  const http = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy());
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const address = http.address();
  const server: CountingServer = {
    origin: `http://127.0.0.1:${typeof address === "object" ? (address?.port ?? 0) : 0}`,
    counts,
    onCall: () => undefined,
    deaths: 0,
    nextCall: async () => {
      next = Promise.withResolvers();
      return next.promise;
    },
    [Symbol.asyncDispose]: async () => {
      http.close();
      http.closeAllConnections();
      await once(http, "close");
    },
  };
  return server;
}
