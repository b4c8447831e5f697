import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { COMMIT, gitHash, type HubRepository, type MockHub, startHub } from "../../../test/hub/mock-hub.ts";
import { sha256 } from "../../core/hash.ts";
import { acquireLock } from "../../core/lock.ts";
import { seededRandom, systemRuntime } from "../../core/runtime.ts";
import type { Progress } from "../../spec/progress.ts";
import { findCachedModel } from "./cache/find-cached-model.ts";
import { listCachedModels } from "./cache/list-cached-models.ts";
import { removeCachedModel } from "./cache/remove-cached-model.ts";
import { bytesToFetch, pullModel, type PullOptions } from "./pull-model.ts";

const random = seededRandom(5);
const bytesOf = (length: number): Buffer => Buffer.from(Uint8Array.from({ length }, () => Math.floor(random() * 256)));
const MODEL = bytesOf(200_000);
const OTHER = bytesOf(150_000);
const CONFIG = Buffer.from('{"model_type":"qwen3"}');
const REPOSITORY: HubRepository = {
  files: { "model.gguf": MODEL, "README.md": Buffer.from("# Tiny\n"), "config.json": CONFIG },
};

let hub: MockHub;
let models = "";

beforeEach(async () => {
  models = join(mkdtempSync(join(tmpdir(), "schoolbook-models-")), "models");
  hub = await startHub({ "acme/tiny": REPOSITORY });
});

afterEach(async () => {
  await hub[Symbol.asyncDispose]();
  rmSync(dirname(models), { recursive: true, force: true });
});

const runtime = systemRuntime({ sleep: async () => undefined, random: seededRandom(1), env: {} });

async function pull(reference: string, options: Partial<PullOptions> & { readonly token?: string } = {}) {
  const { token, ...rest } = options;
  const limits = { attempts: 2, idleMs: 1000 };
  return pullModel(reference, { runtime, models, hub: { endpoint: hub.endpoint, token }, limits, ...rest });
}

/** A pull whose first large file is cut off once so many bytes of it have come. */
async function breakOff(reference: string, cutAfter: number): Promise<void> {
  let kilobytes = 0;
  const received = (): number => kilobytes * 1000;
  hub.onFile = ({ send, earlier }) => send(earlier === 0 ? { cutAfter, received } : {});
  const onProgress = ({ done }: Progress): void => void (kilobytes = done);
  const pulling = pull(reference, { limits: { attempts: 1 }, onProgress });
  await expect(pulling).rejects.toMatchObject({ code: "download_failed" });
}

const version = (commit = COMMIT): string => join(models, "hf", "acme", "tiny", commit);
const filesOf = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .toSorted()
    : [];
const storageRequests = (): number => hub.seen.filter(({ server }) => server === "storage").length;

test("a repository is pulled with its small and large files, each checked, and is then known without the network", async () => {
  const pulled = await pull("hf:acme/tiny");
  expect(pulled).toMatchObject({
    name: "hf:acme/tiny",
    commit: COMMIT,
    fetched: ["model.gguf", "README.md", "config.json"],
  });
  expect(pulled.main).toBe(join(version(), "files", "model.gguf"));
  expect(readFileSync(pulled.main)).toEqual(MODEL);
  expect(readFileSync(join(pulled.folder, "config.json"))).toEqual(CONFIG);
  expect(JSON.parse(readFileSync(join(version(), "model.json"), "utf8"))).toMatchObject({
    source: { kind: "hub", endpoint: hub.endpoint, repo: "acme/tiny", commit: COMMIT },
    files: expect.arrayContaining([
      {
        path: "model.gguf",
        size: MODEL.length,
        sha256: sha256(MODEL),
        digest: { algorithm: "sha256", hex: sha256(MODEL) },
      },
      {
        path: "config.json",
        size: CONFIG.length,
        sha256: sha256(CONFIG),
        digest: { algorithm: "git-sha1", hex: gitHash(CONFIG) },
      },
    ]),
  });
  expect(readdirSync(version()).toSorted()).toEqual(["files", "model.json"]);
  expect(findCachedModel("hf:acme/tiny", models)).toMatchObject({ main: pulled.main, bytes: pulled.bytes });
  expect(findCachedModel("hf:acme/tiny:model.gguf", models)).toMatchObject({ main: pulled.main, bytes: MODEL.length });
});

test("what is here already is not fetched again", async () => {
  await pull("hf:acme/tiny:model.gguf");
  const before = storageRequests();
  expect(await pull("hf:acme/tiny:model.gguf")).toMatchObject({ fetched: [] });
  expect(await pull("hf:acme/tiny")).toMatchObject({ fetched: ["README.md", "config.json"] });
  expect(storageRequests()).toBe(before);
});

test("progress counts bytes over all files, and begins where an earlier try ended", async () => {
  const seen: Progress[] = [];
  await pull("hf:acme/tiny", { onProgress: (progress) => seen.push(progress) });
  expect(seen[0]).toEqual({
    stage: "pulling hf:acme/tiny",
    done: 0,
    from: 0,
    total: 201,
    unit: "kB",
    detail: "model.gguf (1 of 3)",
  });
  expect(seen.at(-1)).toMatchObject({ done: 200, detail: "config.json (3 of 3)" });
});

test("the token goes to the hub and not to the storage server that it redirects to", async () => {
  await pull("hf:acme/tiny", { token: "hf_secret" });
  const sent = new Map(hub.seen.map(({ server, headers }) => [server, headers.authorization]));
  expect(sent).toEqual(
    new Map([
      ["hub", "Bearer hf_secret"],
      ["storage", undefined],
    ]),
  );
});

test("a gated repository says what to do, without and with a token", async () => {
  hub.repositories.set("acme/gated", { ...REPOSITORY, gated: "manual", token: "hf_right" });
  await expect(pull("hf:acme/gated")).rejects.toMatchObject({
    code: "access_denied",
    hint: `Accept its licence at ${hub.endpoint}/acme/gated, make a token at ${hub.endpoint}/settings/tokens and set it as HF_TOKEN.`,
  });
  expect(storageRequests()).toBe(0);
  await expect(pull("hf:acme/gated", { token: "hf_other" })).rejects.toMatchObject({
    code: "access_denied",
    hint: expect.stringContaining("with the account that HF_TOKEN belongs to"),
  });
  expect(await pull("hf:acme/gated", { token: "hf_right" })).toMatchObject({ bytes: expect.any(Number) });
});

test("what does not exist and what is private are told alike, with the way in", async () => {
  hub.repositories.set("acme/private", { ...REPOSITORY, private: true });
  for (const repo of ["acme/private", "acme/none"]) {
    await expect(pull(`hf:${repo}`)).rejects.toMatchObject({
      code: "not_found",
      hint: expect.stringContaining("HF_TOKEN"),
    });
  }
  expect(await pull("hf:acme/private", { token: "hf_secret" })).toMatchObject({ commit: COMMIT });
  hub.onHub = (_request, response) => {
    response.writeHead(401, { "x-error-message": "Invalid credentials in Authorization header" }).end();
    return true;
  };
  await expect(pull("hf:acme/tiny", { token: "hf_old" })).rejects.toMatchObject({
    code: "access_denied",
    message: expect.stringContaining("does not accept the token"),
  });
});

test("an unknown revision gets the ones that there are", async () => {
  hub.repositories.set("acme/tiny", { ...REPOSITORY, refs: { "v1.0": "1".repeat(40), dev: "2".repeat(40) } });
  await expect(pull("hf:acme/tiny@v1.1")).rejects.toMatchObject({ code: "not_found", hint: "Did you mean @v1.0?" });
  await expect(pull("hf:acme/tiny@nothing")).rejects.toMatchObject({ hint: "It has: main, v1.0, dev." });
});

test("a revision is pinned to its commit, and a new one fetches only what changed", async () => {
  await pull("hf:acme/tiny");
  const next = "b".repeat(40);
  const readme = Buffer.from("# Tiny, mended\n");
  hub.repositories.set("acme/tiny", {
    commit: next,
    files: { ...REPOSITORY.files, "README.md": readme },
    refs: { old: COMMIT },
  });
  const before = storageRequests();
  const pulled = await pull("hf:acme/tiny");
  expect(pulled).toMatchObject({ commit: next, folder: join(version(next), "files") });
  expect(readFileSync(pulled.main)).toEqual(MODEL);
  expect(statSync(pulled.main).nlink).toBe(2);
  expect(storageRequests()).toBe(before);
  expect(findCachedModel("hf:acme/tiny", models)).toMatchObject({ commit: next });
  expect(readFileSync(join(version(), "files", "README.md"), "utf8")).toBe("# Tiny\n");
});

test("a wrong hash is refused: nothing lies under the final name, and nothing of it elsewhere", async () => {
  hub.onFile = ({ response, body }) => {
    response.writeHead(200, { "content-length": body.length, etag: '"x"' }).end(bytesOf(body.length));
  };
  await expect(pull("hf:acme/tiny")).rejects.toMatchObject({
    code: "download_wrong",
    message: expect.stringContaining("is wanted"),
  });
  expect(filesOf(version())).toEqual(["model.json"]);
  expect(listCachedModels(models)).toMatchObject([
    { kind: "partial", missing: ["model.gguf", "README.md", "config.json"] },
  ]);
});

test("a small file is checked against git's hash", async () => {
  hub.onHub = (request, response) => {
    if (request.url?.startsWith("/api/resolve-cache") !== true) return false;
    response.writeHead(200, { "content-length": CONFIG.length }).end(CONFIG.toString().replace("qwen3", "qwen4"));
    return true;
  };
  await expect(pull("hf:acme/tiny:config.json")).rejects.toMatchObject({
    code: "download_wrong",
    message: expect.stringContaining("git-sha1:"),
  });
  expect(filesOf(version())).toEqual(["model.json"]);
});

test("a hub that tells two hashes for one file is refused before its bytes are fetched", async () => {
  hub.onHub = (request, response) => {
    if (request.url?.includes("/resolve/") !== true) return false;
    const location = `${hub.storage}/xet-bridge-us/acme/tiny/x?name=model.gguf`;
    response.writeHead(302, { location, "x-linked-etag": `"${sha256(OTHER)}"` }).end();
    return true;
  };
  await expect(pull("hf:acme/tiny:model.gguf")).rejects.toMatchObject({
    code: "download_wrong",
    message: expect.stringContaining(`has sha256:${sha256(OTHER).slice(0, 16)}…`),
  });
  expect(filesOf(version())).toEqual(["model.json"]);
});

test("an answer without a single byte leaves nothing", async () => {
  hub.onFile = ({ response }) => void response.destroy();
  await expect(pull("hf:acme/tiny:model.gguf")).rejects.toMatchObject({ code: "download_failed" });
  expect(filesOf(version())).toEqual(["model.json"]);
});

test("sizes that the list does not tell are asked for beforehand, and no storage server for that", async () => {
  hub.repositories.set("acme/tiny", { ...REPOSITORY, bare: true });
  let sizes: (number | undefined)[] = [];
  await pull("hf:acme/tiny", {
    confirm: async ({ files }) => (sizes = files.map(({ size }) => size)).length === 0,
  }).catch(() => 0);
  expect(sizes).toEqual([MODEL.length, 7, CONFIG.length]);
  expect(storageRequests()).toBe(0);
});

test("what is here needs neither a token nor the right to write", async () => {
  await pull("hf:acme/tiny");
  hub.repositories.set("acme/tiny", { ...REPOSITORY, gated: "auto" });
  rmSync(join(models, "locks"), { recursive: true });
  writeFileSync(join(models, "locks"), "in the way of any lock");
  expect(await pull("hf:acme/tiny")).toMatchObject({ fetched: [] });
});

test("a mirror that lists names only is checked by what it tells with each file", async () => {
  hub.repositories.set("acme/tiny", { ...REPOSITORY, bare: true });
  expect(await pull("hf:acme/tiny")).toMatchObject({ bytes: MODEL.length + CONFIG.length + 7 });
  hub.repositories.set("acme/bad", { ...REPOSITORY, bare: true });
  hub.onFile = ({ response, body }) =>
    response.writeHead(200, { "content-length": body.length }).end(bytesOf(body.length));
  await expect(pull("hf:acme/bad")).rejects.toMatchObject({ code: "download_wrong" });
});

test.each([
  "../../../../evil.gguf",
  "/tmp/evil.gguf",
  "a\\..\\evil.gguf",
  "a/CON.gguf",
  "evil\u202e.gguf",
  "a:evil.gguf",
  "．．/evil.gguf",
])("a file that the hub calls %j is not fetched", async (name) => {
  hub.repositories.set("acme/tiny", { files: { [name]: MODEL } });
  await expect(pull("hf:acme/tiny")).rejects.toMatchObject({
    code: "input_invalid",
    message: expect.stringContaining("is not fetched"),
  });
  expect(storageRequests()).toBe(0);
  expect(existsSync(models)).toBe(false);
});

test("files that differ by case alone are not fetched together; unsafe names that nobody asked for do no harm", async () => {
  hub.repositories.set("acme/tiny", { files: { "a.safetensors": MODEL, "A.safetensors": OTHER, "../x": OTHER } });
  await expect(pull("hf:acme/tiny")).rejects.toMatchObject({
    message: expect.stringContaining("would be one on some systems"),
  });
  expect(await pull("hf:acme/tiny:a.safetensors")).toMatchObject({ bytes: MODEL.length });
});

test("a commit that is none, as a folder's name, is refused", async () => {
  hub.repositories.set("acme/tiny", { ...REPOSITORY, commit: "../../../x" });
  await expect(pull("hf:acme/tiny")).rejects.toMatchObject({
    code: "download_failed",
    message: expect.stringContaining("does not answer like a model hub"),
  });
});

test("offline, what is here is given, and all that is missing is listed", async () => {
  await pull("hf:acme/tiny:config.json");
  await breakOff("hf:acme/tiny", 100_000);
  const before = hub.seen.length;
  expect(await pull("hf:acme/tiny:config.json", { offline: true })).toMatchObject({ fetched: [] });
  await expect(pull("hf:acme/tiny", { offline: true })).rejects.toMatchObject({
    code: "offline",
    message: expect.stringContaining("hf:acme/tiny (model.gguf, README.md)"),
    details: { missing: [{ reference: "hf:acme/tiny", files: ["model.gguf", "README.md"] }] },
  });
  await expect(pull("hf:acme/other", { offline: true })).rejects.toMatchObject({ code: "offline" });
  expect(hub.seen).toHaveLength(before);
});

test("a pull that broke off is listed as partial, and goes on where it ended", async () => {
  const seen: Progress[] = [];
  const onProgress = (progress: Progress): void => void seen.push(progress);
  await breakOff("hf:acme/tiny", 120_000);
  expect(listCachedModels(models)).toMatchObject([{ kind: "partial", name: "hf:acme/tiny" }]);
  const plans: number[] = [];
  await pull("hf:acme/tiny", {
    confirm: async (plan) => plans.push(bytesToFetch(plan)) > 0,
    onProgress,
  });
  expect(plans).toEqual([MODEL.length - 120_000 + 7 + CONFIG.length]);
  expect(seen.find(({ done }) => done > 0)).toMatchObject({ stage: "checking what is there", from: 120 });
  expect(hub.seen.findLast(({ server }) => server === "storage")?.headers.range).toBe("bytes=120000-");
  expect(listCachedModels(models)).toMatchObject([{ kind: "whole", model: { name: "hf:acme/tiny" } }]);
});

test("another mirror goes on where the first one ended", async () => {
  await breakOff("hf:acme/tiny:model.gguf", 120_000);
  await using mirror = await startHub({ "acme/tiny": REPOSITORY });
  await pull("hf:acme/tiny:model.gguf", { hub: { endpoint: mirror.endpoint, token: undefined } });
  expect(mirror.seen.at(-1)?.headers.range).toBe("bytes=120000-");
});

test("a file that a kill left unnoted is taken as it is when its hash is right, and replaced when not", async () => {
  const { main, folder } = await pull("hf:acme/tiny");
  const manifest = join(version(), "model.json");
  const forget = (): void => {
    const data = JSON.parse(readFileSync(manifest, "utf8"));
    for (const file of data.files) delete file.sha256;
    writeFileSync(manifest, JSON.stringify(data));
  };
  forget();
  const before = storageRequests();
  await pull("hf:acme/tiny");
  expect(storageRequests()).toBe(before);
  forget();
  writeFileSync(main, OTHER);
  writeFileSync(join(folder, "config.json"), "{}");
  await pull("hf:acme/tiny");
  expect(readFileSync(main)).toEqual(MODEL);
  expect(readFileSync(join(folder, "config.json"))).toEqual(CONFIG);
});

test("verifying finds a damaged file and fetches it anew", async () => {
  const { main } = await pull("hf:acme/tiny");
  const damaged = Buffer.from(MODEL);
  damaged[7] = (damaged[7] ?? 0) ^ 1;
  writeFileSync(main, damaged);
  expect(await pull("hf:acme/tiny")).toMatchObject({ fetched: [] });
  expect(await pull("hf:acme/tiny", { verify: true })).toMatchObject({ fetched: ["model.gguf"] });
  expect(readFileSync(main)).toEqual(MODEL);
});

test("a pin is held against the hub, and against what is here", async () => {
  const right = `hf:acme/tiny:model.gguf#sha256=${sha256(MODEL)}`;
  const wrong = `hf:acme/tiny:model.gguf#sha256=${sha256(OTHER)}`;
  await expect(pull(wrong)).rejects.toMatchObject({ code: "download_wrong" });
  expect(await pull(right)).toMatchObject({ fetched: ["model.gguf"] });
  expect(findCachedModel(right, models)).toBeDefined();
  expect(findCachedModel(wrong, models)).toBeUndefined();
  await expect(pull(wrong)).rejects.toMatchObject({ code: "download_wrong" });
  await expect(pull(wrong, { offline: true })).rejects.toMatchObject({ code: "offline" });
  expect(findCachedModel(right, models)).toBeDefined();
  await expect(pull("hf:acme/tiny:*#sha256=" + sha256(MODEL))).rejects.toMatchObject({ code: "input_invalid" });
});

test("any address can be pulled, pinned or not", async () => {
  const address = `${hub.storage}/files/acme/tiny?name=model.gguf`;
  const pulled = await pull(`${address}#sha256=${sha256(MODEL)}`).catch((error: unknown) => error);
  expect(pulled).toMatchObject({ fetched: ["tiny"], bytes: MODEL.length, commit: undefined });
  expect(await pull(address)).toMatchObject({ fetched: [] });
  await expect(pull(`${address}&v=2#sha256=${sha256(OTHER)}`)).rejects.toMatchObject({ code: "download_wrong" });
  expect(listCachedModels(models).map(({ kind }) => kind)).toEqual(["whole", "partial"]);
});

test("nothing is fetched when nobody agrees", async () => {
  await expect(pull("hf:acme/tiny", { confirm: async () => false })).rejects.toMatchObject({ code: "cancelled" });
  expect(storageRequests()).toBe(0);
  expect(listCachedModels(models)).toEqual([]);
});

test("what does not fit on the disk is refused before anything is fetched", async () => {
  hub.onHub = (request, response) => {
    if (request.url?.startsWith("/api/models/") !== true) return false;
    const siblings = [{ rfilename: "model.gguf", size: 1e15, blobId: "0".repeat(40) }];
    response.end(JSON.stringify({ sha: COMMIT, siblings }));
    return true;
  };
  await expect(pull("hf:acme/tiny")).rejects.toMatchObject({ code: "storage_full" });
  expect(storageRequests()).toBe(0);
});

test("two pulls of one model wait for one another, and its bytes are fetched once", async () => {
  const waits: unknown[] = [];
  const waiting = {
    runtime: systemRuntime({ random: seededRandom(1), env: {} }),
    onWait: (holder: unknown) => void waits.push(holder),
  };
  const both = await Promise.all([pull("hf:acme/tiny", waiting), pull("hf:acme/tiny", waiting)]);
  expect(both.map(({ fetched }) => fetched.length).toSorted((one, other) => one - other)).toEqual([0, 3]);
  expect(waits).toMatchObject([{ command: "models pull hf:acme/tiny" }]);
  expect(storageRequests()).toBe(1);
});

test("removing deletes what nothing else was pulled with, and names what is there when it is not", async () => {
  await pull("hf:acme/tiny");
  await pull("hf:acme/tiny:model.gguf");
  const remove = async (name: string) => removeCachedModel(name, { models, runtime });
  await expect(remove("hf:acme/tinny")).rejects.toMatchObject({
    code: "not_found",
    hint: "Did you mean hf:acme/tiny?",
  });
  expect(await remove("hf:acme/tiny")).toEqual({ name: "hf:acme/tiny", files: 2, bytes: 7 + CONFIG.length });
  expect(findCachedModel("hf:acme/tiny:model.gguf", models)).toBeDefined();
  expect(await remove("hf:acme/tiny:model.gguf")).toMatchObject({ files: 1, bytes: MODEL.length });
  expect(readdirSync(models)).toEqual(["locks"]);
});

test("a model that somebody is pulling is not removed", async () => {
  await pull("hf:acme/tiny");
  const [lock = ""] = readdirSync(join(models, "locks"));
  using _lock = await acquireLock(join(models, "locks", lock), {
    command: "models pull hf:acme/tiny",
    waitMs: 0,
    runtime,
  });
  await expect(removeCachedModel("hf:acme/tiny", { models, runtime })).rejects.toMatchObject({
    code: "model_busy",
    message: expect.stringContaining("`models pull hf:acme/tiny`"),
  });
});

test("a damaged manifest is listed as such and named when its model is wanted", async () => {
  await pull("hf:acme/tiny");
  writeFileSync(join(version(), "model.json"), '{"version":2}');
  expect(listCachedModels(models)).toMatchObject([{ kind: "damaged", folder: version() }]);
  await expect(pull("hf:acme/tiny")).rejects.toMatchObject({
    code: "input_invalid",
    message: expect.stringContaining("model.json"),
  });
});
