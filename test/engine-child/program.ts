// A child program for tests of the process around an engine: it answers, and it fails in every way that one may.
import { writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { SchoolbookError } from "../../src/core/errors.ts";
import { serve } from "../../src/engines/child/serve.ts";

const { failing, memoryMb = 1000 }: { failing?: string; memoryMb?: number } = JSON.parse(process.argv[2] ?? "{}");

await serve(async () => {
  if (failing === "start") throw new SchoolbookError("input_invalid", "It is no model.");
  if (failing === "crash") process.abort();
  if (failing === "never") await sleep(60_000);
  return {
    facts: { pid: process.pid, environment: Object.keys(process.env) },
    methods: {
      echo: async (params) => params,
      refuse: async () => {
        throw new SchoolbookError("not_found", "There is none.", { hint: "Look elsewhere.", details: { place: 7 } });
      },
      count: async (params, call) => {
        for (let at = 1; at <= Number(params); at += 1) {
          call.send(at);
          await sleep(5);
          if (call.signal.aborted) return "stopped";
        }
        return "done";
      },
      crash: async () => process.abort(),
      leave: async () => process.exit(3),
      stuck: async () => {
        // why: as native code would, it never gives the event loop a chance.
        for (;;) Math.imul(3, 5);
      },
      garbage: async (params) => {
        writeSync(3, String(params));
        await sleep(60_000);
      },
      grow: async () => {
        const held: Buffer[] = [];
        for (;;) {
          held.push(Buffer.alloc(20_000_000, 1));
          await sleep(10);
        }
      },
      write: async () => writeSync(3, "") + Number((await import("node:fs")).writeFileSync("/tmp/never", "")),
    },
  };
}, memoryMb);
