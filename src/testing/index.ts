// The public entry `schoolbook/testing`: fakes for the contracts, and the suites that prove an implementation of one.
export { buildDocument, buildPassages, buildUpsert, countWords, type BuildOptions } from "./builders.ts";
export { buildQuestion, buildTrial, type TrialParts } from "./build-trial.ts";
export { CHAT_SUITE } from "./chat-suite.ts";
export type { ChatCase, ChatSubject, CreateChatSubject } from "./chat-suite/chat-subject.ts";
export { EMBEDDER_SUITE, type EmbedderCase, type EmbedderSubject } from "./embedder-suite.ts";
export { buildAnswer, buildArm, buildNumberQuestion } from "./exam-builders.ts";
export { buildExample } from "./example-builders.ts";
export { createFakeChatModel, type FakeChatModel, type FakeChatOptions } from "./fake-chat-model.ts";
export { createFakeEmbedder, fakeVector, type FakeEmbedder, type FakeEmbedderOptions } from "./fake-embedder.ts";
export {
  createFakeModelServer,
  type FakeModelServer,
  type FakeServerOptions,
} from "./fake-model-server/create-fake-model-server.ts";
export type { FakeCall, ModelFault } from "./fake-model-server/model-fault.ts";
export { createFakeReranker } from "./fake-reranker.ts";
export { createFakeRuntime, type FakeRuntime, type FakeRuntimeOptions } from "./fake-runtime.ts";
export { createFakeSource, type FakeFile, type FakeSource } from "./fake-source.ts";
export { createMemoryStore, type MemoryStoreOptions, openMemoryExport } from "./memory-store.ts";
export { METRIC_SUITE, type MetricCase, type MetricSample, type MetricSubject } from "./metric-suite.ts";
export { RERANKER_SUITE, type RerankerCase, type RerankerSubject } from "./reranker-suite.ts";
export { type SuiteOutcome } from "./suite-outcome.ts";
export { DURABLE_STORE_SUITE, STORE_SUITE } from "./store-suite.ts";
export type { DurableStoreCase, StoreHome } from "./store-suite/durable-cases.ts";
export type { CreateStore, StoreCase } from "./store-suite/scenario.ts";
export { PARSER_SUITE } from "./parser-suite.ts";
export type { ParserCase, ParserSample } from "./parser-suite.ts";
export { SOURCE_SUITE } from "./source-suite.ts";
export type { SourceCheck, SourceWorld } from "./source-suite.ts";
export { TRAINER_SUITE, trainerExamples } from "./trainer-suite.ts";
export type { TrainerCase, TrainerSubject } from "./trainer-suite.ts";
