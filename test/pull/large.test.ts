// A file large enough for its hashing to go to a thread of its own: cut off, gone on with by another try, and refused when wrong.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { downloadFile, type DownloadEvent } from "../../src/core/download/download-file.ts";
import { sha256 } from "../../src/core/hash.ts";
import { seededRandom, systemRuntime } from "../../src/core/runtime.ts";
import { sendFile } from "../hub/mock-hub.ts";

const MEGABYTE = 1024 * 1024;

test("a large file is cut, gone on with, whole and right, or not there", { timeout: 120_000 }, async () => {
  const words = Uint32Array.from({ length: (130 * MEGABYTE) / 4 }, (_, index) => Math.imul(index, 2_654_435_761));
  const body = Buffer.from(words.buffer);
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-large-"));
  const ranges: (string | undefined)[] = [];
  let received = 0;
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const cut = ranges.length === 1 ? { cutAfter: 100 * MEGABYTE, received: () => received } : {};
    sendFile({ sentBytes: 0 }, { request, response }, { body, ...cut });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const at = server.address();
  const address = `http://127.0.0.1:${typeof at === "object" ? at?.port : ""}/model.bin`;
  const path = join(folder, "model.bin");
  const options = {
    runtime: systemRuntime({ random: seededRandom(1) }),
    limits: { attempts: 1 },
    onEvent: (event: DownloadEvent) => void (received = event.kind === "received" ? event.bytes : received),
  };
  const request = { address, path, size: body.length };
  const digest = { algorithm: "sha256", hex: sha256(body) } as const;
  try {
    await expect(downloadFile({ ...request, digest }, options)).rejects.toMatchObject({ code: "download_failed" });
    expect(await downloadFile({ ...request, digest }, options)).toEqual({ bytes: body.length, sha256: digest.hex });
    expect(ranges).toEqual([undefined, `bytes=${100 * MEGABYTE}-`]);
    expect(readFileSync(path).equals(body)).toBe(true);
    rmSync(path);
    const wrong = { ...digest, hex: "0".repeat(64) };
    await expect(downloadFile({ ...request, digest: wrong }, options)).rejects.toMatchObject({
      code: "download_wrong",
    });
    expect([path, `${path}.part`, `${path}.part.json`].filter(existsSync)).toEqual([]);
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
