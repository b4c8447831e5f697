import { mkdtempSync, rmSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { afterEach, beforeEach, expect, test } from "vitest";

import { sendFile } from "../../../test/hub/mock-hub.ts";
import { sha256 } from "../hash.ts";
import { seededRandom, systemRuntime } from "../runtime.ts";
import { downloadFile, type DownloadEvent, type DownloadRequest } from "./download-file.ts";
import type { DownloadLimits } from "./limits.ts";

const random = seededRandom(3);
const bytesOf = (length: number): Buffer => Buffer.from(Uint8Array.from({ length }, () => Math.floor(random() * 256)));
const BODY = bytesOf(300_000);
const DIGEST = { algorithm: "sha256", hex: sha256(BODY) } as const;

let folder = "";
const pauses: number[] = [];
const events: DownloadEvent[] = [];
const stops: (() => Promise<void>)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-download-"));
  pauses.length = 0;
  events.length = 0;
});

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  rmSync(folder, { recursive: true, force: true });
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/model.bin`;
}

const LIMITS: Partial<DownloadLimits> = { answerMs: 2000, idleMs: 300, furtherBytes: 1 };

async function fetchTo(address: string, request: Partial<DownloadRequest> = {}, limits = LIMITS) {
  const path = join(folder, "model.bin");
  const sleep = async (ms: number): Promise<void> => void pauses.push(ms);
  const runtime = systemRuntime({ sleep, random: seededRandom(1), now: () => Date.UTC(2026, 0, 1) });
  const onEvent = (event: DownloadEvent): void => void events.push(event);
  return downloadFile({ address, path, ...request }, { runtime, limits, onEvent });
}

const names = async (): Promise<string[]> => (await readdir(folder)).toSorted();
const content = async (): Promise<Buffer> => readFile(join(folder, "model.bin"));
const counter = { sentBytes: 0 };

/** Cuts an answer off once the client has so many bytes of it. */
const after = (cutAfter: number) => ({
  cutAfter,
  received: () => events.findLast((event) => event.kind === "received")?.bytes ?? 0,
});

/** A server that cuts the first answers off after so many bytes. */
function cutting(body: Buffer, cuts: readonly number[], headers: Readonly<Record<string, string>> = {}) {
  const ranges: (string | undefined)[] = [];
  const conditions: unknown[] = [];
  const listener: RequestListener = (request, response) => {
    ranges.push(request.headers.range);
    conditions.push(request.headers["if-range"]);
    const cutAfter = cuts[ranges.length - 1];
    sendFile(counter, { request, response }, { body, headers, ...(cutAfter === undefined ? {} : after(cutAfter)) });
  };
  return { listener, ranges, conditions };
}

test("a file comes whole, with its hash and size, and nothing else is left", async () => {
  const address = await serve((request, response) => sendFile(counter, { request, response }, { body: BODY }));
  expect(await fetchTo(address)).toEqual({ bytes: BODY.length, sha256: DIGEST.hex });
  expect(await content()).toEqual(BODY);
  expect(await names()).toEqual(["model.bin"]);
  expect(events.at(-1)).toEqual({ kind: "received", bytes: BODY.length, size: BODY.length });
});

test("after a cut the rest is asked for, on the condition that the file is still the same", async () => {
  const server = cutting(BODY, [100_000, 50_000]);
  await fetchTo(await serve(server.listener));
  expect(await content()).toEqual(BODY);
  expect(server.ranges).toEqual([undefined, "bytes=100000-", "bytes=150000-"]);
  expect(server.conditions).toEqual([undefined, expect.stringMatching(/^"[0-9a-f]{64}"$/u), expect.any(String)]);
});

test("with a known hash the rest may come from a server with other ETags", async () => {
  let asked = 0;
  const address = await serve((request, response) => {
    const host = `"${asked++}"`;
    sendFile(
      counter,
      { request, response },
      { body: BODY, headers: { etag: `W/${host}` }, ...(asked === 1 ? after(70_000) : {}) },
    );
  });
  await fetchTo(address, { digest: DIGEST });
  expect(await content()).toEqual(BODY);
  expect(asked).toBe(2);
});

test("without hash and strong ETag a cut file is fetched anew", async () => {
  const server = cutting(BODY, [100_000], { etag: 'W/"1"' });
  await fetchTo(await serve(server.listener));
  expect(await content()).toEqual(BODY);
  expect(server.ranges).toEqual([undefined, undefined]);
});

test("a date of change that lies back serves instead of an ETag", async () => {
  const dates = { "last-modified": "Thu, 01 Jan 2026 00:00:00 GMT", date: "Thu, 01 Jan 2026 01:00:00 GMT", etag: "" };
  let asked = 0;
  const conditions: unknown[] = [];
  const address = await serve((request, response) => {
    asked += 1;
    conditions.push(request.headers["if-range"]);
    delete request.headers["if-range"];
    sendFile(counter, { request, response }, { body: BODY, headers: dates, ...(asked === 1 ? after(9) : {}) });
  });
  await fetchTo(address);
  expect(await content()).toEqual(BODY);
  expect(conditions).toEqual([undefined, dates["last-modified"]]);
});

test.each([{ digest: DIGEST }, {}])("a server that ignores ranges sends it all again: %o", async (request) => {
  let asked = 0;
  const address = await serve((incoming, response) => {
    const cut = asked++ === 0 ? after(200_000) : {};
    sendFile(counter, { request: incoming, response }, { body: BODY, ignoreRange: true, ...cut });
  });
  await fetchTo(address, request);
  expect(await content()).toEqual(BODY);
});

test.each([{ withHash: true }, { withHash: false }])(
  "a file that changes between two answers is fetched anew: %o",
  async ({ withHash }) => {
    const changed = bytesOf(BODY.length);
    let asked = 0;
    const address = await serve((request, response) => {
      if (asked++ === 0) sendFile(counter, { request, response }, { body: BODY, ...after(120_000) });
      else sendFile(counter, { request, response }, { body: changed });
    });
    await fetchTo(address, withHash ? { digest: { algorithm: "sha256", hex: sha256(changed) } } : {});
    expect(await content()).toEqual(changed);
  },
);

test("a change that hides behind the same ETag is found by the hash, and the file fetched anew once", async () => {
  const changed = bytesOf(BODY.length);
  const headers = { etag: '"always"' };
  let asked = 0;
  const address = await serve((request, response) => {
    if (asked++ === 0) sendFile(counter, { request, response }, { body: BODY, ...after(120_000), headers });
    else sendFile(counter, { request, response }, { body: changed, headers });
  });
  await fetchTo(address, { digest: { algorithm: "sha256", hex: sha256(changed) } });
  expect(await content()).toEqual(changed);
  expect(events.filter(({ kind }) => kind === "anew")).toHaveLength(1);
});

test("a wrong hash is refused and nothing of the file is left", async () => {
  const address = await serve((request, response) => sendFile(counter, { request, response }, { body: BODY }));
  const wrong = { algorithm: "sha256", hex: "0".repeat(64) } as const;
  await expect(fetchTo(address, { digest: wrong })).rejects.toMatchObject({
    code: "download_wrong",
    message: expect.stringContaining(`sha256:${DIGEST.hex.slice(0, 16)}… where sha256:0000000000000000… is wanted`),
  });
  expect(await names()).toEqual([]);
});

test("a server that announces another hash is refused before its bytes are fetched", async () => {
  const address = await serve((request, response) =>
    sendFile(counter, { request, response }, { body: BODY, headers: { "x-linked-etag": `"${"1".repeat(64)}"` } }),
  );
  const readAnnounced = () => ({ digest: { algorithm: "sha256", hex: "1".repeat(64) } as const });
  await expect(fetchTo(address, { digest: DIGEST, readAnnounced })).rejects.toMatchObject({ code: "download_wrong" });
  expect(events).toEqual([]);
  expect(await names()).toEqual([]);
});

test("more bytes than were announced are refused", async () => {
  const address = await serve((_request, response) => {
    response.writeHead(200, { "content-type": "application/octet-stream" });
    response.end(BODY);
  });
  await expect(fetchTo(address, { size: 1000 })).rejects.toMatchObject({ code: "download_wrong" });
  expect(await names()).toEqual([]);
});

test("a length other than the known one fails after a few tries", async () => {
  const address = await serve((request, response) => sendFile(counter, { request, response }, { body: BODY }));
  await expect(fetchTo(address, { size: BODY.length + 1 })).rejects.toMatchObject({
    code: "download_failed",
    message: expect.stringContaining("300000 bytes where 300001 were announced"),
  });
  expect(await names()).not.toContain("model.bin");
});

test("an answer that promises more than it sends is asked for the rest, then given up", async () => {
  const address = await serve((request, response) => {
    response.writeHead(request.headers.range === undefined ? 200 : 416, { "content-length": 500_000, etag: '"x"' });
    response.write(BODY, () => setImmediate(() => response.destroy()));
  });
  await expect(fetchTo(address)).rejects.toMatchObject({ code: "download_failed" });
  expect(await names()).not.toContain("model.bin");
});

test("a range that is refused with 416 makes the file begin anew", async () => {
  let asked = 0;
  const address = await serve((request, response) => {
    asked += 1;
    if (asked === 1) return sendFile(counter, { request, response }, { body: BODY, ...after(1000) });
    if (request.headers.range !== undefined) return void response.writeHead(416).end();
    return sendFile(counter, { request, response }, { body: BODY });
  });
  await fetchTo(address, { digest: DIGEST });
  expect(await content()).toEqual(BODY);
  expect(asked).toBe(3);
});

test.each([
  ["bytes 0-299999/300000", "another part"],
  ["bytes 1000-299999/999999", "another size"],
  ["nonsense", "no range"],
])("a partial answer with content-range %s is not used", async (contentRange) => {
  let asked = 0;
  const address = await serve((request, response) => {
    asked += 1;
    if (asked === 1) return sendFile(counter, { request, response }, { body: BODY, ...after(1000) });
    if (request.headers.range === undefined) return sendFile(counter, { request, response }, { body: BODY });
    response.writeHead(206, { "content-range": contentRange });
    return void response.end(BODY.subarray(1000));
  });
  await fetchTo(address, { digest: DIGEST });
  expect(await content()).toEqual(BODY);
});

test.each([{ digest: DIGEST }, {}])("a compressed answer gives the bytes of the file: %o", async (request) => {
  const address = await serve((_request, response) => {
    const zipped = gzipSync(BODY);
    response.writeHead(200, { "content-encoding": "gzip", "content-length": zipped.length, etag: '"z"' });
    response.end(zipped);
  });
  expect(await fetchTo(address, request)).toEqual({ bytes: BODY.length, sha256: DIGEST.hex });
});

test("ranges of a compressed file are not put together", async () => {
  const zipped = gzipSync(BODY);
  const ranges: unknown[] = [];
  const address = await serve((request, response) => {
    ranges.push(request.headers.range);
    const headers = { "content-encoding": "gzip", etag: '"z"' };
    const cut = ranges.length === 1 ? after(90_000) : {};
    sendFile(counter, { request, response }, { body: zipped, headers, ...cut });
  });
  await fetchTo(address, { digest: DIGEST });
  expect(await content()).toEqual(BODY);
  expect(ranges.at(-1)).toBeUndefined();
});

test("a server that falls silent is left after the idle time and gone on with", async () => {
  let asked = 0;
  const address = await serve((request, response) => {
    if (asked++ > 0) return sendFile(counter, { request, response }, { body: BODY });
    response.writeHead(200, { "content-length": BODY.length, etag: '"s"' });
    return void response.write(BODY.subarray(0, 50_000));
  });
  await fetchTo(address, { digest: DIGEST });
  expect(await content()).toEqual(BODY);
  expect(events.find(({ kind }) => kind === "retry")).toMatchObject({ reason: expect.stringContaining("in time") });
});

test("a server that does not begin to answer fails after a few tries", async () => {
  const address = await serve(() => undefined);
  await expect(fetchTo(address, {}, { ...LIMITS, answerMs: 30, attempts: 3 })).rejects.toMatchObject({
    code: "download_failed",
  });
  expect(pauses).toHaveLength(2);
});

test("pauses grow, and are as long as the server asks for", async () => {
  let asked = 0;
  const answers = [503, 429, 429, 500, 429];
  const address = await serve((request, response) => {
    const status = answers[asked++];
    if (status === undefined) return sendFile(counter, { request, response }, { body: BODY });
    const asks = { 1: "7", 2: "Thu, 01 Jan 2026 00:00:09 GMT" }[asked - 1];
    const limit = asked === 5 ? { ratelimit: '"resolvers";r=0;t=11' } : {};
    return void response.writeHead(status, asks === undefined ? limit : { "retry-after": asks }).end();
  });
  await fetchTo(address);
  expect(pauses.slice(1, 3)).toEqual([7000, 9000]);
  expect(pauses[0]).toBeGreaterThanOrEqual(250);
  expect(pauses[3]).toBeGreaterThanOrEqual(2000);
  expect(pauses[4]).toBe(11_000);
});

test("a server that asks for a long pause is not waited for", async () => {
  const address = await serve((_request, response) => response.writeHead(429, { "retry-after": "3600" }).end());
  await expect(fetchTo(address)).rejects.toMatchObject({ hint: expect.stringContaining("60 minutes") });
  expect(pauses).toEqual([]);
});

test("what will not change by trying again is not tried again", async () => {
  let asked = 0;
  const address = await serve((_request, response) => {
    asked += 1;
    response.writeHead(404).end();
  });
  await expect(fetchTo(address)).rejects.toMatchObject({
    code: "download_failed",
    message: expect.stringContaining("status 404"),
  });
  expect(asked).toBe(1);
});

test("a web page in place of the file is refused", async () => {
  const address = await serve((_request, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<html>Please log in</html>");
  });
  await expect(fetchTo(address)).rejects.toMatchObject({ message: expect.stringContaining("a web page instead") });
});

test("a file whose end could not be told from a cut is refused unless its hash is known", async () => {
  const raw = await serve((request) => {
    request.socket.end(Buffer.concat([Buffer.from("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n"), BODY]));
  });
  await expect(fetchTo(raw)).rejects.toMatchObject({ message: expect.stringContaining("how long the file is") });
  await fetchTo(raw, { digest: DIGEST });
  expect(await content()).toEqual(BODY);
});

test("keys go to the server that was asked and to no other", async () => {
  const seen: Record<string, unknown>[] = [];
  const storage = await serve((request, response) => {
    seen.push(request.headers);
    sendFile(counter, { request, response }, { body: BODY });
  });
  let hops = 0;
  const address = await serve((request, response) => {
    seen.push(request.headers);
    const location = hops++ === 0 ? "/elsewhere?x=1" : storage;
    response.writeHead(302, { location }).end();
  });
  await fetchTo(address, { ownHeaders: { authorization: "Bearer hf_x" }, userAgent: "schoolbook/1" });
  expect(seen.map(({ authorization }) => authorization)).toEqual(["Bearer hf_x", "Bearer hf_x", undefined]);
  expect(seen.map((headers) => headers["user-agent"])).toEqual(["schoolbook/1", "schoolbook/1", "schoolbook/1"]);
});

test.each(["ftp://127.0.0.1/x", "file:///etc/passwd", "http://hub.example.org/x"])(
  "an address that must not be followed, %s, is refused before anything is fetched",
  async (address) => {
    await expect(fetchTo(address)).rejects.toMatchObject({ code: "input_invalid" });
  },
);

test("redirects without end, and to what is no web address, are refused", async () => {
  const loop = await serve((_request, response) => response.writeHead(302, { location: "/again" }).end());
  await expect(fetchTo(loop)).rejects.toMatchObject({ message: expect.stringContaining("more than 10 times") });
  const away = await serve((_request, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end());
  await expect(fetchTo(away)).rejects.toMatchObject({ message: expect.stringContaining("no web address") });
});

test("a later process goes on where an earlier one ended, reading what is there for its hash", async () => {
  const server = cutting(BODY, [100_000, 0]);
  const address = await serve(server.listener);
  const once = { ...LIMITS, attempts: 1 };
  await expect(fetchTo(address, { digest: DIGEST }, once)).rejects.toMatchObject({ code: "download_failed" });
  expect(await names()).toEqual(["model.bin.part", "model.bin.part.json"]);
  await expect(fetchTo(address, { digest: DIGEST }, once)).rejects.toMatchObject({ code: "download_failed" });
  await fetchTo(address, { digest: DIGEST }, once);
  expect(await content()).toEqual(BODY);
  expect(server.ranges).toEqual([undefined, "bytes=100000-", "bytes=100000-"]);
  expect(events).toContainEqual({ kind: "checking", bytes: 100_000, size: undefined });
});

test("without a hash a later process builds only on what surely reached the disk", async () => {
  const server = cutting(BODY, [100_000]);
  const address = await serve(server.listener);
  const once = { ...LIMITS, attempts: 1 };
  await expect(fetchTo(address, {}, once)).rejects.toMatchObject({ code: "download_failed" });
  const journal = join(folder, "model.bin.part.json");
  expect(JSON.parse(await readFile(journal, "utf8"))).toMatchObject({ syncedBytes: 100_000 });
  await writeFile(journal, (await readFile(journal, "utf8")).replace('"syncedBytes":100000', '"syncedBytes":60000'));
  await fetchTo(address, {}, once);
  expect(await content()).toEqual(BODY);
  expect(server.ranges).toEqual([undefined, "bytes=60000-"]);
});

test.each([
  ["of another address", '"source":"other"'],
  ["that is torn", "{"],
])("a part with a journal %s is not built upon", async (_name, journal) => {
  await writeFile(join(folder, "model.bin.part"), "something else entirely");
  await writeFile(join(folder, "model.bin.part.json"), journal);
  const server = cutting(BODY, []);
  await fetchTo(await serve(server.listener), { digest: DIGEST });
  expect(await content()).toEqual(BODY);
  expect(server.ranges).toEqual([undefined]);
});

test("a part that was damaged on the disk is found by the hash and fetched anew", async () => {
  const server = cutting(BODY, [100_000]);
  const address = await serve(server.listener);
  await expect(fetchTo(address, { digest: DIGEST }, { ...LIMITS, attempts: 1 })).rejects.toMatchObject({
    code: "download_failed",
  });
  const part = join(folder, "model.bin.part");
  const damaged = await readFile(part);
  damaged[5] = (damaged[5] ?? 0) ^ 1;
  await writeFile(part, damaged);
  await fetchTo(address, { digest: DIGEST });
  expect(await content()).toEqual(BODY);
  expect(events.filter(({ kind }) => kind === "anew")).toHaveLength(1);
});

test("what does not fit on the disk is not begun", async () => {
  const address = await serve((request, response) => sendFile(counter, { request, response }, { body: BODY }));
  await expect(fetchTo(address, { size: 1e18 })).rejects.toMatchObject({ code: "storage_full" });
});

test("an empty file is a file", async () => {
  const address = await serve((request, response) =>
    sendFile(counter, { request, response }, { body: Buffer.alloc(0) }),
  );
  expect(await fetchTo(address)).toMatchObject({ bytes: 0 });
  expect(await content()).toHaveLength(0);
});

test("a git hash is checked like any other", async () => {
  const body = Buffer.from("hello\n");
  const address = await serve((request, response) => sendFile(counter, { request, response }, { body }));
  const hex = "ce013625030ba8dba906f756967f9e9ca394464a";
  await fetchTo(address, { digest: { algorithm: "git-sha1", hex }, size: 6 });
  expect(await content()).toEqual(body);
  rmSync(join(folder, "model.bin"));
  const wrong = { algorithm: "git-sha1", hex: "1".repeat(40) } as const;
  await expect(fetchTo(address, { digest: wrong, size: 6 })).rejects.toMatchObject({ code: "download_wrong" });
});

test("the caller can stop, and what was fetched is kept for the next time", async () => {
  const stop = new AbortController();
  const address = await serve((_request, response) => {
    response.writeHead(200, { "content-length": BODY.length, etag: '"s"' });
    response.write(BODY.subarray(0, 50_000));
  });
  const path = join(folder, "model.bin");
  const onEvent = ({ kind }: DownloadEvent): void => (kind === "received" ? stop.abort() : undefined);
  const pulling = downloadFile({ address, path }, { runtime: systemRuntime(), signal: stop.signal, onEvent });
  await expect(pulling).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
  expect(await readFile(`${path}.part`)).not.toHaveLength(0);
});
