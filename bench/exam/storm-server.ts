// A server that bears so many calls a second and refuses the rest, is silent now and then, and answers one in twenty with garbage.
// A process of its own: `node storm-server.ts RATE`. It prints its address, and at its end, on SIGTERM, what it counted.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import { seededRandom } from "../../src/core/runtime.ts";

export type StormCounts = {
  readonly accepted: number;
  readonly refused: number;
  readonly stalled: number;
  readonly garbage: number;
  readonly firstMs: number;
  readonly lastMs: number;
};

const STALLS = 0.002;
const GARBAGE = 0.05;
/** Keys that get garbage every time: one in so many. */
const ALWAYS_GARBAGE = 256;

const rate = Number(process.argv[2]);
const random = seededRandom(11);
const counts = { accepted: 0, refused: 0, stalled: 0, garbage: 0, firstMs: 0, lastMs: 0 };

/** Holds what may be taken within a second. */
const bucket = { tokens: rate, at: performance.now() };

function takeToken(): boolean {
  const now = performance.now();
  bucket.tokens = Math.min(rate, bucket.tokens + ((now - bucket.at) / 1000) * rate);
  bucket.at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

/** Always garbage for these, so that the rows that have to fail are known. */
export function isHopeless(key: string): boolean {
  return Number.parseInt(key.slice(0, 4), 16) % ALWAYS_GARBAGE === 0;
}

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.resume();
  await once(request, "end");
  const key = String(request.headers["idempotency-key"]);
  if (!takeToken()) {
    counts.refused += 1;
    response.writeHead(random() < 0.5 ? 429 : 503, { "retry-after": "1" }).end("slow down");
    return;
  }
  if (counts.accepted === 0) counts.firstMs = performance.now();
  counts.accepted += 1;
  counts.lastMs = performance.now();
  const lot = random();
  if (lot < STALLS) {
    counts.stalled += 1;
    return;
  }
  await sleep(15 + random() * 40);
  if (isHopeless(key) || lot < STALLS + GARBAGE) {
    counts.garbage += 1;
    response.writeHead(200).end(random() < 0.5 ? '{"answer": "cut o' : "<html>502</html>");
    return;
  }
  response.writeHead(200).end(JSON.stringify({ answer: `the answer to ${key}`, padding: "x".repeat(4000) }));
}

if (import.meta.main) {
  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${typeof address === "object" ? (address?.port ?? 0) : 0}\n`);
  process.once("SIGTERM", () => {
    process.stdout.write(`${JSON.stringify(counts)}\n`, () => process.exit(0));
  });
}
