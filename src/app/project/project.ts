// What an open project can do: the contract between the wiring in app/ and the shells and programs that use it.
import type { LockHolder } from "../../core/lock.ts";
import type { CheckedLibrary } from "../../exam/check/check-questions.ts";
import type { LocateEvidence } from "../../ladder/diagnosis/locate-evidence.ts";
import type { RebuildReport } from "../../library/rebuild/rebuild-library.ts";
import type { SyncReport } from "../../library/sync/report.ts";
import type { VerifyReport } from "../../library/verify/verify-library.ts";
import type { WatchEvent } from "../../library/watch/watch-library.ts";
import type { Principals } from "../../spec/access.ts";
import type { AnswerEvent } from "../../spec/answer.ts";
import type { ChatMessage, ChatModel, JsonSchema } from "../../spec/chat.ts";
import type { Document, DocumentId } from "../../spec/document.ts";
import type { Filter } from "../../spec/filter.ts";
import type { OnProgress } from "../../spec/progress.ts";
import type { SearchResult } from "../../spec/retriever.ts";
import type { LoadedProject } from "../config/load-project.ts";
import type { Check } from "../doctor/check.ts";
import type { CheckedLibraryOptions } from "../exam/checked-library.ts";
import type { DraftExamOptions, DraftReport } from "../exam/draft-exam.ts";
import type { WholeLibraryFit, WholeLibraryOptions } from "../exam/fit-whole-library.ts";
import type { ArmsOptions, ProjectArms } from "../exam/project-arms.ts";
import type { DocumentPlace } from "./place-of.ts";
import type { ProjectStats } from "./project-stats.ts";
import type { ExportReport, ImportReport } from "./transfer-library.ts";

export type { AnswerEvent, Document, LockHolder, RebuildReport, SearchResult, SyncReport, VerifyReport, WatchEvent };

/** Who is asking: principals by name; what they hold through `people` and the public is added. Empty sees nothing. */
export type Reader = {
  readonly as: Principals;
  readonly signal?: AbortSignal;
};

export type AskOptions = Reader & {
  /** What was said before, oldest first; the question may lean on it. */
  readonly history?: readonly ChatMessage[];
  /** Asks for an answer that fits this schema, with citations beside its fields; only by a chat model. */
  readonly json?: JsonSchema;
  /** A name below `models`, or a reference, in place of the configured `model`. */
  readonly model?: string;
  /** The name of an adapter that was trained on that model; only for readers cleared for all that it was made from. */
  readonly adapter?: string;
};

export type SearchOptions = Reader & {
  readonly limit?: number;
  /** A filter, or conditions as people type them: `team=support`, `year>=2024`. */
  readonly where?: Filter | readonly string[];
};

/** Options of everything that writes to the library, one writer at a time. */
export type WriteOptions = {
  /** How long to wait for another writer; default 0. */
  readonly waitMs?: number;
  readonly onWait?: (holder: LockHolder | undefined) => void;
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
};

export type SyncProjectOptions = WriteOptions & {
  /** Only these sources; default all. */
  readonly sources?: readonly string[];
  /** Reads and compares, and writes nothing. */
  readonly dryRun?: boolean;
  /** Accepts that sources which are gone or list nothing any more take most of the library with them. */
  readonly allowRemovals?: boolean;
};

export type WatchProjectOptions = {
  readonly onEvent: (event: WatchEvent) => void;
  readonly signal: AbortSignal;
  readonly pollMs?: number;
  readonly waitMs?: number;
};

export type Project = AsyncDisposable & {
  readonly name: string;
  readonly folder: string;
  readonly settings: LoadedProject;

  /** Brings the library up to date with its sources. */
  sync(options?: SyncProjectOptions): Promise<SyncReport>;
  /** Keeps it up to date until the signal aborts. */
  watch(options: WatchProjectOptions): Promise<void>;
  /** Finds passages that the reader may see. */
  search(query: string, options: SearchOptions): Promise<SearchResult>;
  /** Answers with citations, or says that it is not in the documents: by quoting, or by the configured chat model. */
  ask(question: string, options: AskOptions): AsyncIterable<AnswerEvent>;
  /** By id, path or address. Undefined when it does not exist or may not be read: the two cannot be told apart. */
  document(name: string, options: Reader): Promise<Document | undefined>;
  /** Where an offset of a document's text is for a person; undefined like `document`. */
  placeOf(id: DocumentId, start: number, options: Reader): Promise<DocumentPlace | undefined>;
  /**
   * False when access rules or sources have changed since the last sync, or none came to its end. What they close is never
   * read meanwhile: this and everything above throw `library_outdated` instead.
   */
  isCurrent(): Promise<boolean>;
  /** The reader's principals as searches apply them. */
  principalsOf(as: Principals): Principals;

  /** Audits the library against itself; with `repair` mends what can be made again. */
  verify(options?: WriteOptions & { readonly repair?: boolean }): Promise<VerifyReport>;
  /** Indexes everything anew beside the library in use, then switches to it. */
  rebuild(options?: WriteOptions): Promise<RebuildReport>;
  /** Switches back to the generation in use before the last rebuild. */
  rollback(options?: WriteOptions): Promise<RebuildReport>;
  stats(): Promise<ProjectStats>;
  /** True while the library was built without the vectors that the settings ask for: searches go by words until the next sync. */
  lacksVectors(): Promise<boolean>;
  /** Copies the whole library into one file while it stays in use. */
  exportTo(file: string): Promise<ExportReport>;
  /** Replaces the library by an exported one. */
  importFrom(file: string, options?: WriteOptions): Promise<ImportReport>;
  /** Arms for an exam on this project; what they read is what `as` may read. */
  examArms(options: ArmsOptions): Promise<ProjectArms>;
  /** Whether all that the askers of these questions may read fits into a prompt of the model. */
  fitWholeLibrary(options: WholeLibraryOptions): Promise<WholeLibraryFit>;
  /** The library as a check of questions looks at it; undefined where there is none yet. */
  examLibrary(options: CheckedLibraryOptions): CheckedLibrary | undefined;
  /** Another one whenever the documents that the reader may read, or how they are cut and embedded, are others; undefined without a library. */
  libraryDigest(options: Pick<Reader, "as">): Promise<string | undefined>;
  /** Where the library says what a question expects, for whoever asks it; for whoever runs the library. */
  locateEvidence(): Promise<LocateEvidence>;
  /** A chat model by its name or reference, for as long as the project is open. */
  chatModel(name: string): Promise<ChatModel>;
  /** Drafts questions of an exam from what `as` may read. */
  draftExam(options: DraftExamOptions): Promise<DraftReport>;
  /** Looks for what keeps the project from working well. */
  doctor(): Promise<readonly Check[]>;
};
