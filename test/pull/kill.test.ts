// What only processes show: kill -9 while pulling, two pulls at once, Ctrl-C, a disk that is full.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { afterEach, beforeEach, expect, test } from "vitest";

import { seededRandom } from "../../src/core/runtime.ts";
import { namespaceCommand, onSmallDisk } from "../crash/small-disk.ts";
import { COMMIT, type MockHub, startHub } from "../hub/mock-hub.ts";
import { killPulls } from "./kill-pulls.ts";
import { PROGRAM, startPull } from "./pull-process.ts";

let hub: MockHub;
let home = "";

beforeEach(async () => {
  hub = await startHub();
  home = mkdtempSync(join(tmpdir(), "schoolbook-pull-"));
});

afterEach(async () => {
  await hub[Symbol.asyncDispose]();
  rmSync(home, { recursive: true, force: true });
});

function bodyOf(length: number): Buffer {
  const random = seededRandom(4);
  return Buffer.from(Uint32Array.from({ length: length / 4 }, () => Math.floor(random() * 2 ** 32)).buffer);
}

const MEGABYTE = 1024 * 1024;

test("killed 20 times while pulling: never a half file, then the very bytes", { timeout: 600_000 }, async () => {
  const body = bodyOf(48 * MEGABYTE);
  const { midway, sentBytes, restarts } = await killPulls({ hub, home, kills: 20, seed: 3, body });
  expect(midway).toBeGreaterThan(10);
  expect(restarts).toBeLessThan(20);
  // why: a killed process loses what had not been written yet: blocks of its own, and what lay in the sockets between.
  expect(sentBytes).toBeLessThan(body.length + 20 * 4 * MEGABYTE);
});

test(
  "two processes that pull the same model fetch it once; the second says whom it waits for",
  { timeout: 60_000 },
  async () => {
    const body = bodyOf(4 * MEGABYTE);
    hub.repositories.set("acme/tiny", { files: { "model.gguf": body } });
    const { promise: isAwaited, resolve: goOn } = Promise.withResolvers<void>();
    hub.onFile = ({ send }) => void isAwaited.then(() => send());
    const pulls = [startPull(hub, home, ["hf:acme/tiny"]), startPull(hub, home, ["hf:acme/tiny"])];
    while (!pulls.some(({ said }) => said().includes("Waiting for"))) await sleep(20);
    goOn();
    const ends = await Promise.all(pulls.map(async ({ ended }) => ended));
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    expect(hub.sentBytes).toBe(body.length);
    expect(ends.map(({ stderr }) => stderr).join("")).toMatch(
      /Waiting for `models pull hf:acme\/tiny` \(process \d+, since [\d :-]+ UTC\)/u,
    );
    expect(ends.map(({ stdout }) => stdout).join("")).toContain("is here already");
  },
);

const namespace = namespaceCommand();

test(
  "a disk that fills up while pulling: storage_full, and no file under its name",
  { timeout: 60_000 },
  async ({ skip }) => {
    skip(namespace === undefined, "mounting a small disk is not permitted here");
    const body = bodyOf(16 * MEGABYTE);
    hub.repositories.set("acme/tiny", { files: { "model.gguf": body }, bare: true });
    hub.onHub = (request, response) => {
      if (request.url?.includes("/resolve/") !== true) return false;
      const location = `${hub.storage}/xet-bridge-us/acme/tiny/x?name=model.gguf`;
      response.writeHead(302, { location }).end();
      return true;
    };
    hub.onFile = ({ response }) => {
      response.write(body);
      response.end();
    };
    const pull = `"$NODE" "${PROGRAM}" models pull hf:acme/tiny --yes --json 2>&1`;
    const look = 'find "$DISK/models" -type f -size +0 | sed "s|.*/||"';
    const script = `export SCHOOLBOOK_HOME="$DISK" HF_ENDPOINT=${hub.endpoint}; cd "$DISK"; ${pull} || echo "exit $?"; ${look}`;
    const out = await onSmallDisk({ namespace, folder: home, megabytes: 8, script });
    expect(out).toContain('"code":"storage_full"');
    expect(out).toContain("exit 8");
    expect(out).not.toMatch(/^model\.gguf$/mu);
  },
);

test("a model that does not fit is refused before it is fetched", { timeout: 60_000 }, async ({ skip }) => {
  skip(namespace === undefined, "mounting a small disk is not permitted here");
  hub.repositories.set("acme/tiny", { files: { "model.gguf": bodyOf(16 * MEGABYTE) } });
  const pull = `"$NODE" "${PROGRAM}" models pull hf:acme/tiny 2>&1`;
  const script = `export SCHOOLBOOK_HOME="$DISK" HF_ENDPOINT=${hub.endpoint}; cd "$DISK"; ${pull} || echo "exit $?"`;
  const out = await onSmallDisk({ namespace, folder: home, megabytes: 8, script });
  expect(out).toMatch(/17 MB are to be fetched, and .* has \d+ MB left/u);
  expect(out).toContain("exit 8");
  expect(hub.seen.filter(({ server }) => server === "storage")).toEqual([]);
});

test(
  "Ctrl-C stops a pull at once and keeps what came, for the next one to go on with",
  { timeout: 60_000 },
  async () => {
    const body = bodyOf(16 * MEGABYTE);
    hub.repositories.set("acme/tiny", { files: { "model.gguf": body } });
    hub.onFile = ({ send, earlier }) => send(earlier === 0 ? { pace: { bytes: 128 * 1024, everyMs: 20 } } : {});
    const first = startPull(hub, home, ["hf:acme/tiny"]);
    while (hub.sentBytes < 4 * MEGABYTE) await sleep(10);
    first.interrupt();
    expect(await first.ended).toMatchObject({ code: 130, stderr: expect.stringContaining("Stopped") });
    expect(await startPull(hub, home, ["hf:acme/tiny"]).ended).toMatchObject({ code: 0 });
    expect(hub.seen.at(-1)?.headers.range).toMatch(/^bytes=[1-9]\d{5,}-$/u);
    expect(readFileSync(join(home, "models", "hf", "acme", "tiny", COMMIT, "files", "model.gguf")).equals(body)).toBe(
      true,
    );
  },
);
