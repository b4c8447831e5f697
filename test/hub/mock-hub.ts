// A model hub and its storage server on loopback, answering in the shapes that Hugging Face's do; tests bend its answers.
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

import { sha256 } from "../../src/core/hash.ts";

export type HubRepository = {
  readonly files: Readonly<Record<string, Buffer>>;
  readonly commit?: string;
  /** Branches and tags besides `main`, with the commit that they stand for. */
  readonly refs?: Readonly<Record<string, string>>;
  readonly gated?: "auto" | "manual";
  readonly private?: boolean;
  /** Whose token opens a gated or private repository. */
  readonly token?: string;
  /** Leaves sizes and hashes out of the list of files, as some mirrors do. */
  readonly bare?: boolean;
};

export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Buffer;
  /** How many requests for this file came before. */
  readonly earlier: number;
  /** The answer of a well-behaved server, cut off after so many bytes where given. */
  readonly send: (options?: SendOptions) => void;
};

export type SendOptions = {
  readonly cutAfter?: number;
  /** How many bytes of the file the client has by now; a cut waits until they are all that were sent. */
  readonly received?: () => number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly ignoreRange?: boolean;
  /** Bytes at a time, with a pause after each; counts what was sent even when the client goes away. */
  readonly pace?: { readonly bytes: number; readonly everyMs: number };
};

export type SeenRequest = {
  readonly server: "hub" | "storage";
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
};

export type MockHub = AsyncDisposable & {
  readonly endpoint: string;
  /** Where large files lie: another origin. */
  readonly storage: string;
  readonly repositories: Map<string, HubRepository>;
  /** Bends what the storage server answers. */
  onFile: (exchange: Exchange) => void;
  /** Answers in the hub's place when it returns true. */
  onHub: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly seen: SeenRequest[];
  /** Bytes of files sent so far, by both servers. */
  sentBytes: number;
};

/** Files from this size on are in large file storage. */
const LARGE_BYTES = 1024;

export const COMMIT = "5f3c1d8a9b7e4c2f6a0d1e3b5c7f9a2d4e6b8c0a";

export async function startHub(repositories: Readonly<Record<string, HubRepository>> = {}): Promise<MockHub> {
  const counts = new Map<string, number>();
  const hubServer = createServer((request, response) => answerHub(hub, request, response));
  const storageServer = createServer((request, response) => answerStorage(hub, counts, { request, response }));
  const hub: MockHub = {
    endpoint: await listen(hubServer),
    storage: await listen(storageServer),
    repositories: new Map(Object.entries(repositories)),
    onFile: ({ send }) => send(),
    onHub: () => false,
    seen: [],
    sentBytes: 0,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([hubServer, storageServer].map(stop));
    },
  };
  return hub;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** The hash by which git names a file. */
export function gitHash(body: Buffer): string {
  return createHash("sha1").update(`blob ${body.length}\0`).update(body).digest("hex");
}

function answerHub(hub: MockHub, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", hub.endpoint);
  hub.seen.push({ server: "hub", path: url.pathname + url.search, headers: request.headers });
  if (hub.onHub(request, response)) return;
  const [, repo = "", revision = ""] = /^\/api\/models\/([^/]+\/[^/]+)\/revision\/([^/]+)$/u.exec(url.pathname) ?? [];
  if (repo !== "") return describe(hub, { request, response }, { repo, revision: decodeURIComponent(revision) });
  const [, refsOf = ""] = /^\/api\/models\/([^/]+\/[^/]+)\/refs$/u.exec(url.pathname) ?? [];
  if (refsOf !== "") return json(response, 200, refsShape(hub.repositories.get(refsOf)));
  const cached = /^\/api\/resolve-cache\/models\/([^/]+\/[^/]+)\/([^/]+)\/(.+)$/u.exec(url.pathname);
  if (cached !== null) return sendSmall(hub, response, cached);
  const resolved = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/u.exec(url.pathname);
  if (resolved !== null) return resolveFile(hub, { request, response }, resolved);
  refuse(response, 404, "RepoNotFound", "Repository not found");
}

type Call = { readonly request: IncomingMessage; readonly response: ServerResponse };

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "x-error-code": code,
    "x-error-message": message,
  });
  response.end(JSON.stringify({ error: message }));
}

function json(response: ServerResponse, status: number, data: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(data));
}

function commitOf({ commit = COMMIT, refs = {} }: HubRepository, revision: string): string | undefined {
  if (revision === "main" || revision === commit) return commit;
  return refs[revision] ?? Object.values(refs).find((known) => known === revision);
}

function hasToken({ token = "hf_secret" }: HubRepository, request: IncomingMessage): boolean {
  return request.headers.authorization === `Bearer ${token}`;
}

function describe(hub: MockHub, { request, response }: Call, asked: { repo: string; revision: string }): void {
  const repository = hub.repositories.get(asked.repo);
  if (repository === undefined || (repository.private === true && !hasToken(repository, request)))
    return refuse(response, 401, "RepoNotFound", "Invalid username or password.");
  const commit = commitOf(repository, decodeURIComponent(asked.revision));
  if (commit === undefined) return refuse(response, 404, "RevisionNotFound", `Invalid rev id: ${asked.revision}`);
  json(response, 200, {
    _id: "665f1c2ab7d04c33f0a5c6e1",
    id: asked.repo,
    modelId: asked.repo,
    private: repository.private === true,
    gated: repository.gated ?? false,
    disabled: false,
    sha: commit,
    lastModified: "2026-05-11T09:30:00.000Z",
    tags: ["gguf", "license:apache-2.0"],
    siblings: Object.entries(repository.files).map(([name, body]) => sibling(name, body, repository)),
  });
}

function sibling(name: string, body: Buffer, { bare }: HubRepository): Readonly<Record<string, unknown>> {
  if (bare === true) return { rfilename: name };
  if (body.length < LARGE_BYTES) return { rfilename: name, size: body.length, blobId: gitHash(body) };
  const pointer = Buffer.from(
    `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256(body)}\nsize ${body.length}\n`,
  );
  const lfs = { sha256: sha256(body), size: body.length, pointerSize: pointer.length };
  return { rfilename: name, size: body.length, blobId: gitHash(pointer), lfs };
}

function refsShape(repository: HubRepository | undefined): unknown {
  const named = Object.entries(repository?.refs ?? {}).map(([name, targetCommit]) => ({
    name,
    ref: `refs/heads/${name}`,
    targetCommit,
  }));
  const main = { name: "main", ref: "refs/heads/main", targetCommit: repository?.commit ?? COMMIT };
  return { branches: [main, ...named], converts: [], tags: [] };
}

function fileOf(hub: MockHub, [, repo = "", revision = "", path = ""]: RegExpExecArray) {
  const repository = hub.repositories.get(repo);
  const name = decodeURIComponent(path);
  const commit = repository === undefined ? undefined : commitOf(repository, decodeURIComponent(revision));
  return { repository, repo, name, commit, body: commit === undefined ? undefined : repository?.files[name] };
}

function resolveFile(hub: MockHub, { request, response }: Call, match: RegExpExecArray): void {
  const { repository, repo, name, commit = "", body } = fileOf(hub, match);
  if (repository === undefined) return refuse(response, 401, "RepoNotFound", "Repository not found");
  if (repository.gated !== undefined && !hasToken(repository, request)) {
    const isKnown = request.headers.authorization !== undefined;
    const message = `Access to model ${repo} is restricted.`;
    return refuse(response, isKnown ? 403 : 401, "GatedRepo", message);
  }
  if (body === undefined) return refuse(response, 404, "EntryNotFound", "Entry not found");
  const encoded = name.split("/").map(encodeURIComponent).join("/");
  if (body.length < LARGE_BYTES) {
    const etag = `"${gitHash(body)}"`;
    const location = `/api/resolve-cache/models/${repo}/${commit}/${encoded}?etag=${encodeURIComponent(etag)}`;
    response.writeHead(307, { location, "x-repo-commit": commit, "x-linked-size": body.length, "x-linked-etag": etag });
    response.end();
    return;
  }
  response.writeHead(302, {
    location: `${hub.storage}/xet-bridge-us/${repo}/${sha256(body)}?name=${encodeURIComponent(name)}&Expires=1781098782&Signature=abc`,
    vary: "Origin, Accept",
    "x-repo-commit": commit,
    "accept-ranges": "bytes",
    "x-linked-size": body.length,
    "x-linked-etag": `"${sha256(body)}"`,
    "x-xet-hash": xetHash(body),
    etag: `"${sha256(body)}"`,
    "content-type": "text/plain; charset=utf-8",
  });
  response.end("Found. Redirecting");
}

/** What the storage server takes for an ETag: 64 hex digits, and not the file's SHA-256. */
function xetHash(body: Buffer): string {
  return sha256(Buffer.concat([Buffer.from("xet"), body]));
}

function sendSmall(hub: MockHub, response: ServerResponse, match: RegExpExecArray): void {
  const { body = Buffer.alloc(0), commit = "" } = fileOf(hub, match);
  hub.sentBytes += body.length;
  const etag = `"${gitHash(body)}"`;
  response.writeHead(200, {
    "content-length": body.length,
    etag,
    "x-repo-commit": commit,
    "content-type": "text/plain",
  });
  response.end(body);
}

function answerStorage(hub: MockHub, counts: Map<string, number>, { request, response }: Call): void {
  const url = new URL(request.url ?? "/", hub.storage);
  hub.seen.push({ server: "storage", path: url.pathname + url.search, headers: request.headers });
  const [, , org, name] = url.pathname.split("/");
  const repository = hub.repositories.get(`${org}/${name}`);
  const body = repository?.files[url.searchParams.get("name") ?? ""];
  if (body === undefined) {
    response.writeHead(403, { "content-type": "application/xml" });
    response.end("<Error><Code>AccessDenied</Code></Error>");
    return;
  }
  const earlier = counts.get(url.pathname) ?? 0;
  counts.set(url.pathname, earlier + 1);
  const send = (options: SendOptions = {}): void => sendFile(hub, { request, response }, { ...options, body });
  hub.onFile({ request, response, body, earlier, send });
}

/** fetch drops what it has not handed on yet when a connection breaks, so an exact cut waits until the client has the bytes. */
async function cut(response: ServerResponse, hasArrived: () => boolean): Promise<void> {
  for (let turn = 0; turn < 20 || (!hasArrived() && turn < 5000); turn++) await sleep(1);
  response.destroy();
}

type SlowBody = { readonly rest: Buffer; readonly pace: NonNullable<SendOptions["pace"]> };

function sendSlowly(hub: Pick<MockHub, "sentBytes">, response: ServerResponse, body: SlowBody): void {
  const pieces = Readable.from(slowPieces(hub, body), { highWaterMark: 1 });
  pieces.pipe(response);
  response.on("close", () => pieces.destroy());
}

async function* slowPieces(hub: Pick<MockHub, "sentBytes">, { rest, pace }: SlowBody): AsyncGenerator<Buffer> {
  for (let at = 0; at < rest.length; at += pace.bytes) {
    const piece = rest.subarray(at, at + pace.bytes);
    hub.sentBytes += piece.length;
    yield piece;
    await sleep(pace.everyMs);
  }
}

/** Serves the body, or the range of it that was asked for. */
export function sendFile(
  hub: Pick<MockHub, "sentBytes">,
  { request, response }: Call,
  { body, cutAfter, received, pace, headers = {}, ignoreRange = false }: SendOptions & { readonly body: Buffer },
): void {
  const etag = headers["etag"] ?? `"${xetHash(body)}"`;
  const [, first] = /^bytes=(\d+)-$/u.exec(request.headers.range ?? "") ?? [];
  const condition = request.headers["if-range"];
  const from =
    first === undefined || ignoreRange || (condition !== undefined && condition !== etag) ? undefined : Number(first);
  if (from !== undefined && from >= body.length) {
    response.writeHead(416, { "content-range": `bytes */${body.length}` });
    response.end();
    return;
  }
  const rest = body.subarray(from ?? 0);
  const range = from === undefined ? {} : { "content-range": `bytes ${from}-${body.length - 1}/${body.length}` };
  const common = { "content-type": "application/octet-stream", "accept-ranges": "bytes", etag };
  response.writeHead(from === undefined ? 200 : 206, {
    "content-length": rest.length,
    ...common,
    ...range,
    ...headers,
  });
  if (pace !== undefined) return sendSlowly(hub, response, { rest, pace });
  const sent = rest.subarray(0, cutAfter);
  hub.sentBytes += sent.length;
  if (sent.length === rest.length) return void response.end(sent);
  const last = (from ?? 0) + sent.length;
  response.write(sent, () => void cut(response, () => sent.length === 0 || (received?.() ?? last) >= last));
}
