// The public API: open a project, sync it, search it, ask it.
export { defineConfig } from "./app/config/define-config.ts";
export type { ProjectConfig, ResolvedConfig } from "./app/config/config-schema.ts";
export type { ExplainedSetting } from "./app/config/resolve-config.ts";
export type { Origin, Override } from "./app/config/setting-origin.ts";
export type { Check, CheckStatus } from "./app/doctor/check.ts";
export { openChatModel, openEmbedder, type OpenModelOptions, openReranker } from "./app/models/open-model.ts";
export { type CachedFile, type CachedModel, findCachedModel } from "./app/models/cache/find-cached-model.ts";
export { type CacheListing, listCachedModels } from "./app/models/cache/list-cached-models.ts";
export { modelsFolder } from "./app/models/cache/model-folder.ts";
export { type PulledModel, pullModel, type PullOptions } from "./app/models/pull-model.ts";
export { openProject, type OpenOptions } from "./app/open-project.ts";
export type { DocumentPlace } from "./app/project/place-of.ts";
export type { ProjectStats } from "./app/project/project-stats.ts";
export type {
  AskOptions,
  Project,
  Reader,
  RebuildReport,
  SearchOptions,
  SyncProjectOptions,
  SyncReport,
  VerifyReport,
  WatchEvent,
  WatchProjectOptions,
  WriteOptions,
} from "./app/project/project.ts";
export type { ExportReport, ImportReport } from "./app/project/transfer-library.ts";
export { TRAIN_DEFAULTS, type TrainRequest, type TrainSettings, trainAdapter } from "./app/school/train-adapter.ts";
export { VERSION } from "./app/version.ts";
export { ERROR_KINDS, SchoolbookError } from "./core/errors.ts";
export type { ErrorCode, ErrorDetails, ErrorKind, ErrorOptions, ErrorReport } from "./core/errors.ts";
export { type Runtime, seededRandom, systemRuntime } from "./core/runtime.ts";
export type { AiSdkEmbeddingModel, AiSdkLanguageModel, AiSdkRerankingModel } from "./engines/ai-sdk/ai-sdk-models.ts";
export { type AiSdkChatOptions, fromAiSdkLanguageModel } from "./engines/ai-sdk/create-chat-model.ts";
export { type AiSdkEmbedderOptions, fromAiSdkEmbeddingModel } from "./engines/ai-sdk/create-embedder.ts";
export { type AiSdkProviderV4, createAiSdkProvider, type ProvidedModels } from "./engines/ai-sdk/create-provider.ts";
export { type AiSdkRerankerOptions, fromAiSdkRerankingModel } from "./engines/ai-sdk/create-reranker.ts";
export type { Opened } from "./engines/engine.ts";
export type { CostPlan } from "./ladder/cost/cost-plan.ts";
export { type CostReport, reportCosts } from "./ladder/cost/report-costs.ts";
export type { AdapterManifest } from "./school/adapters/adapter-manifest.ts";
export type { ShelvedAdapter } from "./school/adapters/adapter-shelf.ts";
export type { Acl, Principal, Principals } from "./spec/access.ts";
export type {
  Absence,
  Answer,
  Answerer,
  AnswerEvent,
  AnswerRequest,
  AnswerTrace,
  Citation,
  RemovedParts,
  ShownPassage,
  Sufficiency,
  UnsupportedClaim,
  UnsupportedReason,
} from "./spec/answer.ts";
export type {
  ChatAbilities,
  ChatAdapter,
  ChatEvent,
  ChatMessage,
  ChatModel,
  ChatPart,
  ChatRequest,
  ChatRole,
  ChatTool,
  ChatWarning,
  FinishReason,
  JsonSchema,
  Likelihood,
  Prompt,
  ScoreOptions,
  ToolChoice,
  Usage,
} from "./spec/chat.ts";
export type {
  Document,
  DocumentId,
  Landmark,
  Metadata,
  MetadataValue,
  Passage,
  PassageKind,
  Span,
  TextFormat,
} from "./spec/document.ts";
export type { Embedder, EmbedRole, Spent } from "./spec/embedder.ts";
export type {
  Arm,
  ArmContext,
  Axis,
  Expected,
  Figure,
  Metric,
  MetricUnit,
  Need,
  Question,
  Score,
  ScoredTrial,
  StyleRule,
  Trial,
} from "./spec/exam.ts";
export type { Filter, FilterValue } from "./spec/filter.ts";
export type { ParsedDocument, ParseInput, ParseLimits, Parser } from "./spec/parser.ts";
export type { OnProgress, Progress } from "./spec/progress.ts";
export type { Ranked, Reranker } from "./spec/reranker.ts";
export type { LegScore, Retriever, SearchHit, SearchRequest, SearchResult } from "./spec/retriever.ts";
export type { IdleRule, ListOptions, Source, SourceItem, SourceRules } from "./spec/source.ts";
export type {
  AuditFinding,
  AuditKind,
  AuditReport,
  CommitReceipt,
  DocumentReindex,
  DocumentSummary,
  DocumentTouch,
  DocumentUpsert,
  Generation,
  GenerationId,
  GenerationSpec,
  GenerationState,
  Hit,
  Hits,
  IndexedPassage,
  LexicalRanking,
  LibraryChange,
  ManifestEntry,
  PassageKey,
  Store,
  StoredPassage,
  StoreQuery,
  StoreStats,
} from "./spec/store.ts";
export type {
  Adapter,
  Estimate,
  TrainEvent,
  Trainer,
  TrainExample,
  TrainMessage,
  TrainOrigin,
  TrainPlan,
} from "./spec/training.ts";
