import { expect, test } from "vitest";

import { SchoolbookError } from "../../core/errors.ts";
import type { Embedder } from "../../spec/embedder.ts";
import type { ParsedDocument } from "../../spec/parser.ts";
import type { Store } from "../../spec/store.ts";
import {
  buildPassages,
  createFakeEmbedder,
  createFakeRuntime,
  createFakeSource,
  createMemoryStore,
  type FakeSource,
} from "../../testing/index.ts";
import type { Indexer } from "./indexer.ts";
import { syncLibrary, type SyncOptions } from "./sync-library.ts";

const indexer: Indexer = {
  chunker: "paragraphs@1",
  analyzer: "words@1",
  index: (document) => buildPassages(document.text),
  embedText: (passage, text) => text.slice(passage.start, passage.end),
};

/** Text files whose first line may be `acl: a, b`; "broken" cannot be parsed. */
async function parse({ bytes }: { readonly bytes: Uint8Array }): Promise<ParsedDocument & { readonly parser: string }> {
  const raw = new TextDecoder().decode(bytes);
  if (raw.includes("broken")) throw new SchoolbookError("parse_failed", "It is broken.");
  const [, listed] = /^acl: (.*)\n/u.exec(raw) ?? [];
  return {
    text: raw,
    format: "text",
    landmarks: [],
    metadata: {},
    warnings: [],
    parser: "text@1",
    ...(listed === undefined ? {} : { acl: listed.split(", ").filter(Boolean) }),
  };
}

type World = {
  readonly store: Store;
  readonly source: FakeSource;
  readonly sync: (overrides?: Partial<SyncOptions>) => ReturnType<typeof syncLibrary>;
};

function createWorld(embedder?: Embedder): World {
  const store = createMemoryStore();
  const source = createFakeSource({ name: "docs" });
  const runtime = createFakeRuntime();
  const sync: World["sync"] = async (overrides) =>
    syncLibrary({
      store,
      sources: [source],
      parse,
      parsers: new Set(["text@1"]),
      indexer,
      runtime,
      ...(embedder === undefined ? {} : { embedder }),
      ...overrides,
    });
  return { store, source, sync };
}

const asPublic = ["public"];

async function found(store: Store, word: string, principals: readonly string[] = asPublic): Promise<readonly string[]> {
  const ranking = { k1: 1.2, b: 0.75, documentWeight: 0 };
  const hits = await store.search({ principals, terms: new Map([[word, 1]]), limit: 10, ranking });
  const passages = await store.passages(
    hits.lexical.map(({ key }) => key),
    principals,
  );
  return passages.map(({ documentId }) => documentId);
}

test("new documents can be found, and only by those who may read them", async () => {
  const { store, source, sync } = createWorld();
  source.put("a.txt", { text: "kestrel", acl: asPublic });
  source.put("b.txt", { text: "kestrel", acl: ["group:hr"] });
  source.put("c.txt", { text: "kestrel" });
  const report = await sync();
  expect(report.sources).toMatchObject([{ source: "docs", added: 3, closed: 1, failed: [] }]);
  expect(await found(store, "kestrel")).toEqual(["docs:a.txt"]);
  expect(await found(store, "kestrel", ["group:hr", "public"])).toHaveLength(2);
});

test("a second sync with nothing changed reads nothing and writes nothing", async () => {
  const { source, sync } = createWorld();
  source.put("a.txt", { text: "one", acl: asPublic });
  await sync();
  const reads = source.reads();
  const report = await sync();
  expect(source.reads()).toBe(reads);
  expect(report.sequence).toBeUndefined();
  expect(report.sources).toMatchObject([{ unchanged: 1, added: 0, changed: 0, touched: 0 }]);
});

test("a document that must always be read writes nothing while its bytes stay the same", async () => {
  const { source, sync } = createWorld();
  source.put("a.txt", { text: "one", acl: asPublic, fingerprint: "" });
  await sync();
  const report = await sync();
  expect(source.reads()).toBe(2);
  expect(report).toMatchObject({ sequence: undefined, sources: [{ unchanged: 1, touched: 0 }] });
});

test("an edit replaces the text, a removal takes it away", async () => {
  const { store, source, sync } = createWorld();
  source.put("a.txt", { text: "kestrel", acl: asPublic });
  source.put("b.txt", { text: "falcon", acl: asPublic });
  await sync();
  source.put("a.txt", { text: "osprey", acl: asPublic });
  source.remove("b.txt");
  expect((await sync()).sources).toMatchObject([{ changed: 1, deleted: 1, added: 0 }]);
  expect(await found(store, "kestrel")).toEqual([]);
  expect(await found(store, "falcon")).toEqual([]);
  expect(await found(store, "osprey")).toEqual(["docs:a.txt"]);
});

test("a changed access rule takes effect without embedding anything again", async () => {
  const embedder = createFakeEmbedder();
  const { store, source, sync } = createWorld(embedder);
  source.put("a.txt", { text: "kestrel", acl: asPublic });
  await sync();
  const before = embedder.embedded();
  source.put("a.txt", { text: "kestrel", acl: ["group:hr"] });
  expect((await sync()).sources).toMatchObject([{ touched: 1, changed: 0 }]);
  expect(embedder.embedded()).toBe(before);
  expect(await found(store, "kestrel")).toEqual([]);
});

test("an access list in the document overrides the rule, and a malformed principal grants nothing", async () => {
  const { store, source, sync } = createWorld();
  source.put("a.txt", { text: "acl: group:hr\nkestrel", acl: asPublic });
  source.put("b.txt", { text: "acl: everyone\nkestrel", acl: asPublic });
  const [report] = (await sync()).sources;
  expect(await found(store, "kestrel")).toEqual([]);
  expect(await found(store, "kestrel", ["group:hr"])).toEqual(["docs:a.txt"]);
  expect(report?.warnings).toMatchObject([{ id: "docs:b.txt", message: expect.stringContaining('"everyone"') }]);
});

test("where the rule is a ceiling, a document may narrow its access and never widen it", async () => {
  const { store, source, sync } = createWorld();
  source.put("a.txt", { text: "acl: public\nkestrel", acl: ["group:hr"], aclIsCeiling: true });
  source.put("b.txt", { text: "acl: group:hr\nkestrel", acl: asPublic, aclIsCeiling: true });
  source.put("c.txt", { text: "acl: group:hr\nkestrel", acl: ["group:hr", "group:it"], aclIsCeiling: true });
  await sync();
  expect(await found(store, "kestrel")).toEqual([]);
  expect(await found(store, "kestrel", ["group:it"])).toEqual([]);
  expect(await found(store, "kestrel", ["group:hr"])).toEqual(["docs:b.txt", "docs:c.txt"]);
});

test("a rename embeds nothing", async () => {
  const embedder = createFakeEmbedder();
  const { store, source, sync } = createWorld(embedder);
  source.put("a.txt", { text: "kestrel\n\nfalcon", acl: asPublic });
  await sync();
  const before = embedder.embedded();
  source.rename("a.txt", "z.txt");
  expect((await sync()).sources).toMatchObject([{ added: 1, deleted: 1, passagesEmbedded: 0 }]);
  expect(embedder.embedded()).toBe(before);
  expect(await found(store, "falcon")).toEqual(["docs:z.txt"]);
});

test("an edit embeds only the passages that changed", async () => {
  const embedder = createFakeEmbedder();
  const { source, sync } = createWorld(embedder);
  source.put("a.txt", { text: "one\n\ntwo\n\nthree", acl: asPublic });
  await sync();
  source.put("a.txt", { text: "one\n\n2\n\nthree", acl: asPublic });
  expect((await sync()).sources).toMatchObject([{ changed: 1, passagesWritten: 3, passagesEmbedded: 1 }]);
});

test("a document that cannot be parsed is reported, the rest goes in, and its old version stays", async () => {
  const { store, source, sync } = createWorld();
  source.put("a.txt", { text: "kestrel", acl: asPublic });
  await sync();
  source.put("a.txt", { text: "broken", acl: asPublic });
  source.put("b.txt", { text: "falcon", acl: asPublic });
  const [report] = (await sync()).sources;
  expect(report?.failed).toMatchObject([{ id: "docs:a.txt", previous: "kept", error: { code: "parse_failed" } }]);
  expect(await found(store, "kestrel")).toEqual(["docs:a.txt"]);
  expect(await found(store, "falcon")).toEqual(["docs:b.txt"]);
});

test("a document that cannot be parsed and whose access changed is hidden until it can", async () => {
  const { store, source, sync } = createWorld();
  source.put("a.txt", { text: "kestrel", acl: asPublic });
  await sync();
  source.put("a.txt", { text: "broken", acl: ["group:hr"] });
  expect((await sync()).sources[0]?.failed).toMatchObject([{ previous: "hidden" }]);
  expect(await found(store, "kestrel", ["public", "group:hr"])).toEqual([]);
  source.put("a.txt", { text: "kestrel", acl: ["group:hr"] });
  await sync();
  expect(await found(store, "kestrel", ["group:hr"])).toEqual(["docs:a.txt"]);
});

test("a document that is listed but cannot be had is closed to whom the rules no longer name", async () => {
  const { store, source, sync } = createWorld();
  source.put("a.txt", { text: "kestrel", acl: asPublic });
  await sync();
  source.put("a.txt", { text: "kestrel", acl: ["group:hr"] });
  source.breakFile("a.txt");
  expect((await sync()).sources[0]?.failed).toMatchObject([{ previous: "kept" }]);
  expect(await found(store, "kestrel")).toEqual([]);
  expect(await found(store, "kestrel", ["group:hr"])).toEqual(["docs:a.txt"]);
  expect((await sync()).sequence).toBeUndefined();
});

test("a source that cannot be listed is narrowed by changed rules, and never opened by them", async () => {
  const { store, source, sync } = createWorld();
  source.put("closed.txt", { text: "kestrel", acl: asPublic });
  source.put("opened.txt", { text: "kestrel", acl: ["group:hr"] });
  source.put("own.txt", { text: "acl: group:it\nkestrel", acl: asPublic });
  await sync();
  for (const path of ["closed.txt", "own.txt"]) source.put(path, { text: "kestrel", acl: ["group:hr"] });
  source.put("opened.txt", { text: "kestrel", acl: asPublic });
  source.breakListing(true);
  expect((await sync()).sources).toMatchObject([{ touched: 2, closed: 1, error: { code: "source_unreachable" } }]);
  expect(await found(store, "kestrel")).toEqual([]);
  expect(await found(store, "kestrel", ["group:hr", "group:it"])).toEqual(["docs:closed.txt", "docs:opened.txt"]);
  source.breakListing(false);
  await sync();
  expect(await found(store, "kestrel")).toEqual(["docs:opened.txt"]);
});

test("a source that cannot be listed loses nothing, and other sources go on", async () => {
  const { store, source, sync } = createWorld();
  source.put("a.txt", { text: "kestrel", acl: asPublic });
  await sync();
  source.breakListing(true);
  const other = createFakeSource({ name: "other" });
  other.put("b.txt", { text: "falcon", acl: asPublic });
  const report = await sync({ sources: [source, other] });
  expect(report.sources[0]?.error?.code).toBe("source_unreachable");
  expect(await found(store, "kestrel")).toEqual(["docs:a.txt"]);
  expect(await found(store, "falcon")).toEqual(["other:b.txt"]);
});

test("an item that is listed but cannot be had keeps what the library holds of it", async () => {
  const { store, source, sync } = createWorld();
  source.put("a.txt", { text: "kestrel", acl: asPublic });
  await sync();
  source.breakFile("a.txt");
  expect((await sync()).sources).toMatchObject([{ deleted: 0, failed: [{ previous: "kept" }] }]);
  expect(await found(store, "kestrel")).toEqual(["docs:a.txt"]);
});

test("documents of a source that is no longer configured are deleted", async () => {
  const { store, source, sync } = createWorld();
  source.put("a.txt", { text: "kestrel", acl: asPublic });
  await sync();
  const report = await sync({ sources: [], configured: new Set(["wiki"]), allowRemovals: true });
  expect(report.sources).toMatchObject([{ source: "docs", deleted: 1 }]);
  expect(await found(store, "kestrel")).toEqual([]);
});

test("a dry run says what would be done and does nothing", async () => {
  const { store, source, sync } = createWorld();
  source.put("a.txt", { text: "kestrel", acl: asPublic });
  expect((await sync({ dryRun: true })).sources).toMatchObject([{ added: 1 }]);
  expect(await found(store, "kestrel")).toEqual([]);
});

test("settings other than the library's are refused with the way out", async () => {
  const { source, sync } = createWorld();
  source.put("a.txt", { text: "kestrel", acl: asPublic });
  await sync();
  const changed = sync({ indexer: { ...indexer, chunker: "sentences@1" } });
  await expect(changed).rejects.toMatchObject({
    code: "library_mismatch",
    message: expect.stringContaining("paragraphs@1 (now sentences@1)"),
    hint: expect.stringContaining("rebuild"),
  });
});

test("an embedder that lies about its dimensions is caught before anything is stored", async () => {
  const liar: Embedder = {
    ...createFakeEmbedder({ dims: 8 }),
    embed: async (texts) => texts.map(() => new Float32Array(3)),
  };
  const { store, source, sync } = createWorld(liar);
  source.put("a.txt", { text: "kestrel", acl: asPublic });
  await expect(sync()).rejects.toMatchObject({
    code: "engine_failed",
    message: expect.stringContaining("8 dimensions"),
  });
  expect(await found(store, "kestrel")).toEqual([]);
});

test("a batch that failed is embedded again after a pause", async () => {
  let failures = 2;
  const fake = createFakeEmbedder();
  const shaky: Embedder = {
    ...fake,
    embed: async (texts, role) => {
      if (failures-- > 0) throw new SchoolbookError("engine_busy", "Too many requests.");
      return fake.embed(texts, role);
    },
  };
  const { store, source, sync } = createWorld(shaky);
  source.put("a.txt", { text: "kestrel", acl: asPublic });
  await sync();
  expect(await found(store, "kestrel")).toEqual(["docs:a.txt"]);
  expect(fake.embedded()).toBe(1);
});

test("when the embedder fails for good, what was closed is closed all the same, in every source", async () => {
  let broken = false;
  const fake = createFakeEmbedder();
  const embedder: Embedder = {
    ...fake,
    embed: async (texts, role) => {
      if (broken) throw new SchoolbookError("engine_failed", "Out of memory.");
      return fake.embed(texts, role);
    },
  };
  const { store, source, sync } = createWorld(embedder);
  const other = createFakeSource({ name: "other" });
  const sources = [source, other];
  source.put("a.txt", { text: "kestrel", acl: asPublic });
  source.put("gone.txt", { text: "osprey", acl: asPublic });
  other.put("b.txt", { text: "buzzard", acl: asPublic });
  other.put("c.txt", { text: "falcon", acl: asPublic });
  await sync({ sources });
  broken = true;
  source.put("a.txt", { text: "kestrel, changed", acl: ["group:board"] });
  source.remove("gone.txt");
  other.put("b.txt", { text: "buzzard", acl: [] });
  await expect(sync({ sources })).rejects.toMatchObject({ code: "engine_failed" });
  for (const word of ["kestrel", "osprey", "buzzard"]) expect(await found(store, word), word).toEqual([]);
  expect(await found(store, "falcon")).toEqual(["other:c.txt"]);
  expect(await found(store, "kestrel", ["group:board"])).toEqual(["docs:a.txt"]);
  broken = false;
  await sync({ sources });
  expect(await found(store, "changed", ["group:board"])).toEqual(["docs:a.txt"]);
});

test("an abort stops between batches and keeps what was committed", async () => {
  const { store, source, sync } = createWorld();
  for (let index = 0; index < 20; index += 1) source.put(`${index}.txt`, { text: `kestrel ${index}`, acl: asPublic });
  const stop = new AbortController();
  const onProgress = ({ done }: { readonly done: number }): void => {
    if (done === 10) stop.abort();
  };
  await expect(sync({ limits: { maxDocuments: 4 }, onProgress, signal: stop.signal })).rejects.toThrow("abort");
  expect((await store.manifest()).size).toBe(8);
  await sync();
  expect((await store.manifest()).size).toBe(20);
});

test("a library without vectors gets them at the next sync, after what has changed, and is searched by words until then", async () => {
  const { store, source, sync } = createWorld();
  source.put("a.txt", { text: "kestrel\n\nfalcon", acl: asPublic });
  await sync();
  const embedder = createFakeEmbedder({ dims: 8 });
  source.put("b.txt", { text: "osprey", acl: asPublic });
  expect((await sync({ embedder, dryRun: true })).vectorsAdded).toBeUndefined();
  expect(embedder.embedded()).toBe(0);
  const report = await sync({ embedder });
  expect(report).toMatchObject({ vectorsAdded: 3, sources: [{ added: 1, passagesEmbedded: 0 }] });
  expect(await store.generations()).toMatchObject([
    { state: "retired", embedder: null },
    { state: "active", embedder: embedder.fingerprint, dims: 8 },
  ]);
  expect(await found(store, "osprey")).toEqual(["docs:b.txt"]);
  const again = await sync({ embedder });
  expect(again.vectorsAdded).toBeUndefined();
  expect(embedder.embedded()).toBe(3);
});

test("an embedder that fails while a library gets its vectors keeps nothing else from being applied", async () => {
  const { store, source, sync } = createWorld();
  source.put("a.txt", { text: "kestrel", acl: asPublic });
  await sync();
  source.put("a.txt", { text: "kestrel", acl: ["group:hr"] });
  const broken = {
    ...createFakeEmbedder({ dims: 8 }),
    embed: async () => Promise.reject(new SchoolbookError("engine_failed", "It is unplugged.")),
  };
  await expect(sync({ embedder: broken })).rejects.toMatchObject({ code: "engine_failed" });
  expect(await found(store, "kestrel")).toEqual([]);
  expect(await found(store, "kestrel", ["group:hr"])).toEqual(["docs:a.txt"]);
});

test("what differs in more than vectors is refused as before", async () => {
  const { source, sync } = createWorld();
  source.put("a.txt", { text: "kestrel", acl: asPublic });
  await sync();
  const other = { ...indexer, chunker: "whole@1" };
  await expect(sync({ indexer: other, embedder: createFakeEmbedder() })).rejects.toMatchObject({
    code: "library_mismatch",
  });
});
