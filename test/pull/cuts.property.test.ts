// Whatever connections do, a pull ends with the very bytes, and fetches hardly more than there are.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { assert as check, asyncProperty, integer, oneof, record, constant, array } from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { pullModel } from "../../src/app/models/pull-model.ts";
import { seededRandom, systemRuntime } from "../../src/core/runtime.ts";
import { type Exchange, type MockHub, startHub } from "../hub/mock-hub.ts";

const LARGEST = 3_000_000;
const POOL = randomBytes(LARGEST);
/** What fetch may have taken in and not handed on yet when a connection breaks. */
const SLACK = 512 * 1024;

let hub: MockHub;

beforeAll(async () => {
  hub = await startHub();
});

afterAll(async () => hub[Symbol.asyncDispose]());

function randomBytes(length: number): Buffer {
  const random = seededRandom(9);
  const words = Uint32Array.from({ length: Math.ceil(length / 4) }, () => Math.floor(random() * 2 ** 32));
  return Buffer.from(words.buffer, 0, length);
}

type Fault =
  | { readonly kind: "cut"; readonly after: number }
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "refuse-range" }
  | { readonly kind: "silent" };

const FAULT = oneof(
  { weight: 6, arbitrary: record({ kind: constant("cut" as const), after: integer({ min: 0, max: LARGEST }) }) },
  {
    weight: 1,
    arbitrary: record({
      kind: constant("status" as const),
      status: oneof(constant(503), constant(429), constant(403)),
    }),
  },
  { weight: 1, arbitrary: record({ kind: constant("refuse-range" as const) }) },
  { weight: 1, arbitrary: record({ kind: constant("silent" as const) }) },
);

function commit({ request, response, send }: Exchange, fault: Fault | undefined): void {
  if (fault === undefined) return send();
  if (fault.kind === "cut") return send({ cutAfter: fault.after });
  if (fault.kind === "status") return void response.writeHead(fault.status).end();
  if (fault.kind === "silent") return void response.destroy();
  return void response.writeHead(request.headers.range === undefined ? 500 : 416).end();
}

async function pullThrough(size: number, faults: readonly Fault[]) {
  const models = join(mkdtempSync(join(tmpdir(), "schoolbook-cuts-")), "models");
  const body = POOL.subarray(0, size);
  hub.repositories.set("acme/tiny", { files: { "model.gguf": body } });
  hub.sentBytes = 0;
  const open = [...faults];
  let restarts = 0;
  hub.onFile = (exchange) => {
    const fault = open.shift();
    if (fault?.kind === "refuse-range" && exchange.request.headers.range !== undefined) restarts += 1;
    commit(exchange, fault);
  };
  const runtime = systemRuntime({ sleep: async () => undefined, random: seededRandom(2), env: {} });
  try {
    const limits = { attempts: faults.length + 2 };
    const pulled = await pullModel("hf:acme/tiny", {
      runtime,
      models,
      hub: { endpoint: hub.endpoint, token: undefined },
      limits,
    });
    const left = readdirSync(dirname(pulled.folder), { recursive: true }).map(String).toSorted();
    return { bytes: readFileSync(pulled.main), sent: hub.sentBytes, restarts, left };
  } finally {
    rmSync(dirname(models), { recursive: true, force: true });
  }
}

test(
  "cut, refused and silent answers at any place: equal bytes, little sent twice, nothing left",
  { timeout: 240_000 },
  async () => {
    await check(
      asyncProperty(integer({ min: 1024, max: LARGEST }), array(FAULT, { maxLength: 6 }), async (size, faults) => {
        const { bytes, sent, restarts, left } = await pullThrough(size, faults);
        expect(bytes.equals(POOL.subarray(0, size))).toBe(true);
        expect(left).toEqual(["files", "files/model.gguf", "model.json"]);
        expect(sent).toBeLessThanOrEqual(size * (1 + restarts) + faults.length * SLACK);
      }),
      { seed: 7, numRuns: 60 },
    );
  },
);
