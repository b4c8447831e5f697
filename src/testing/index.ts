// The public entry `schoolbook/testing`: fakes for the contracts, and the suites that prove an implementation of one.
export { buildDocument, buildPassages, buildUpsert, countWords, type BuildOptions } from "./builders.ts";
export { createFakeEmbedder, fakeVector, type FakeEmbedder, type FakeEmbedderOptions } from "./fake-embedder.ts";
export { createFakeRuntime, type FakeRuntime, type FakeRuntimeOptions } from "./fake-runtime.ts";
export { createFakeSource, type FakeFile, type FakeSource } from "./fake-source.ts";
export { createMemoryStore, type MemoryStoreOptions, openMemoryExport } from "./memory-store.ts";
export { DURABLE_STORE_SUITE, STORE_SUITE } from "./store-suite.ts";
export type { DurableStoreCase, StoreHome } from "./store-suite/durable-cases.ts";
export type { CreateStore, StoreCase } from "./store-suite/scenario.ts";
