// `node test/pull/run.ts [--kills 100] [--seed 1] [--megabytes 48]`: kills pulls as kill.test.ts does, for as long as wished.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { seededRandom } from "../../src/core/runtime.ts";
import { startHub } from "../hub/mock-hub.ts";
import { killPulls } from "./kill-pulls.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    megabytes: { type: "string", default: "48" },
  },
});
const random = seededRandom(Number(values.seed));
const words = Uint32Array.from({ length: (Number(values.megabytes) * 1024 * 1024) / 4 }, () => random() * 2 ** 32);
const body = Buffer.from(words.buffer);
const perFile = 20;
const home = mkdtempSync(join(tmpdir(), "schoolbook-kills-"));
let midway = 0;
let excess = 0;
try {
  for (let done = 0; done < Number(values.kills); done += perFile) {
    await using hub = await startHub();
    const kills = Math.min(perFile, Number(values.kills) - done);
    const killed = await killPulls({
      hub,
      home: join(home, String(done)),
      kills,
      seed: Number(values.seed) + done,
      body,
    });
    midway += killed.midway;
    excess += killed.sentBytes - body.length;
    process.stdout.write(`${done + kills} kills, ${midway} of them midway, whole and equal afterwards\n`);
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
const each = (excess / Math.max(1, midway) / 1e6).toFixed(2);
process.stdout.write(`fetched twice: ${(excess / 1e6).toFixed(1)} MB in all, ${each} MB for each kill midway\n`);
