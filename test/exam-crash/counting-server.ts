// A server that counts, call by call, how often it was asked, answered and worked for money; it knows idempotency keys, as real ones do.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import { answerTo, type Call } from "./workload.ts";

/** `paid`: how often it worked on the call, whether or not anybody was there to hear the answer. */
export type Counts = { asked: number; answered: number; paid: number };

type Reply = ReturnType<typeof answerTo>;

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
  const known = new Map<string, Promise<Reply>>();
  // why: what was begun is done and billed, even if whoever asked is dead by then; another try with its key gets that very work.
  const work = async (call: Call, own: Counts): Promise<Reply> => {
    own.paid += 1;
    await sleep(5 + (Number.parseInt(call.key.slice(4, 8), 16) % 20));
    return answerTo(call);
  };
  let next = Promise.withResolvers<void>();
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    // why: only exam-process.ts asks, and it sends this.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const call = JSON.parse(Buffer.concat(parts).toString("utf8")) as Call;
    // why: counted by what is asked, so that it shows when the same call comes under another key.
    const content = JSON.stringify([call.question, call.arm]);
    const own = counts.get(content) ?? { asked: 0, answered: 0, paid: 0 };
    counts.set(content, own);
    const named = String(request.headers["idempotency-key"]);
    own.asked += 1;
    const born = server.deaths;
    server.onCall(call.key);
    next.resolve();
    const reply = known.get(named) ?? work(call, own);
    known.set(named, reply);
    const { status, text } = await reply;
    if (server.deaths !== born) {
      response.destroy();
      return;
    }
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
