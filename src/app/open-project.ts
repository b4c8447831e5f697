// Opens a project: the only place that wires store, sources, parsers, retrieval and answers together.
import { systemRuntime, type Runtime } from "../core/runtime.ts";
import type { LocateEvidence } from "../ladder/diagnosis/locate-evidence.ts";
import { rebuildLibrary, rollbackLibrary } from "../library/rebuild/rebuild-library.ts";
import { parseFilter } from "../library/retrieve/parse-filter.ts";
import { verifyLibrary, type VerifyReport } from "../library/verify/verify-library.ts";
import type { SearchResult } from "../spec/retriever.ts";
import type { ProjectConfig } from "./config/config-schema.ts";
import { loadProject, type LoadedProject } from "./config/load-project.ts";
import type { Override } from "./config/setting-origin.ts";
import { examine } from "./doctor/examine.ts";
import { documentsDigest } from "./exam/arms/library-state.ts";
import { checkedLibrary } from "./exam/checked-library.ts";
import { placesOf } from "./models/model-context.ts";
import { createSearchModels } from "./models/open-search-models.ts";
import { askProject } from "./project/ask-project.ts";
import { refuseTooOpen } from "./project/check-access.ts";
import { readChecked } from "./project/checked-store.ts";
import { createIndexer } from "./project/create-indexer.ts";
import { lacksVectors } from "./project/lacks-vectors.ts";
import { withLastResort } from "./project/last-resort.ts";
import { createLibraryHandles, type LibraryHandles } from "./project/library-handles.ts";
import { findDocument, placeOf } from "./project/place-of.ts";
import { lockLibrary, maintenanceOptions, type ProjectContext } from "./project/project-context.ts";
import { projectStats } from "./project/project-stats.ts";
import type { Project, RebuildReport, SearchOptions, WriteOptions } from "./project/project.ts";
import { principalsFor, retrieverOf } from "./project/retriever-of.ts";
import { exportLibrary, importLibrary } from "./project/transfer-library.ts";

export type OpenOptions = {
  /** The project's folder; without it the nearest one upwards that holds a schoolbook.config file. */
  readonly folder?: string | undefined;
  /** Stands in for the config file. */
  readonly config?: ProjectConfig | undefined;
  /** Single settings put over the file and the environment. */
  readonly overrides?: readonly Override[] | undefined;
  /** Refuses everything that would have to be fetched. */
  readonly offline?: boolean;
  readonly runtime?: Runtime;
  /** Where looking for a project starts; default the working folder. */
  readonly start?: string;
};

/** Reads the configuration; the library itself is opened when it is first needed. */
export async function openProject(options: OpenOptions = {}): Promise<Project> {
  const runtime = options.runtime ?? systemRuntime();
  const loaded = await loadProject({ ...options, env: runtime.env });
  return createProject(loaded, { runtime, offline: options.offline ?? false, doctor: async () => examine(options) });
}

type Wiring = Pick<ProjectContext, "runtime" | "offline"> & Pick<Project, "doctor">;

function contextOf(project: LoadedProject, { runtime, offline }: Omit<Wiring, "doctor">): ProjectContext {
  const library = createLibraryHandles(project.libraryPath, runtime);
  return {
    runtime,
    offline,
    project,
    library,
    indexer: createIndexer(project.config.chunking),
    models: createSearchModels({
      config: project.config,
      runtime,
      offline,
      ...placesOf(project),
      knownDims: async () => storedDims(library),
    }),
  };
}

function createProject(project: LoadedProject, { doctor, ...wiring }: Wiring): Project {
  const context = contextOf(project, wiring);
  const { library } = context;
  return {
    name: project.name,
    folder: project.folder,
    settings: project,
    // why: loaded when needed, so that a question does not wait for the parsers.
    sync: async (options = {}) => (await import("./project/sync-project.ts")).syncProject(context, options),
    watch: async (options) => (await import("./project/sync-project.ts")).watchProject(context, options),
    search: async (query, options) => searchProject(context, query, options),
    ask: (question, options) => askProject(context, question, options),
    document: async (name, { as }) =>
      readChecked(context, async () => findDocument(context, name, principalsFor(context, as))),
    placeOf: async (id, start, { as }) =>
      readChecked(context, async () => placeOf(context, id, { start, principals: principalsFor(context, as) })),
    isCurrent: async () => (await refuseTooOpen(context)).isCurrent,
    principalsOf: (as) => principalsFor(context, as),
    verify: async (options = {}) => withLastResort(library.path, async () => verifyProject(context, options)),
    rebuild: async (options = {}) => withLastResort(library.path, async () => rebuildProject(context, options)),
    rollback: async (options = {}) => withLastResort(library.path, async () => rollbackProject(context, options)),
    stats: async () => projectStats(context),
    lacksVectors: async () => lacksVectors(context),
    exportTo: async (file) => exportLibrary(context, file),
    importFrom: async (file, options = {}) => importLibrary(context, file, options),
    examArms: async (options) => (await import("./exam/project-arms.ts")).projectArms(context, options),
    fitWholeLibrary: async (options) => (await import("./exam/fit-whole-library.ts")).fitWholeLibrary(context, options),
    examLibrary: (options) => (library.exists() ? checkedLibrary(context, options) : undefined),
    libraryDigest: async ({ as }) =>
      library.exists() ? documentsDigest(context, principalsFor(context, as)) : undefined,
    locateEvidence: async () => locateEvidence(context),
    chatModel: async (name) => context.models.chat(name),
    draftExam: async (options) => (await import("./exam/draft-exam.ts")).draftExam(context, options),
    doctor,
    [Symbol.asyncDispose]: async () => {
      await context.models[Symbol.asyncDispose]();
      await library[Symbol.asyncDispose]();
    },
  };
}

async function locateEvidence(context: ProjectContext): Promise<LocateEvidence> {
  const { createEvidenceLocator } = await import("../ladder/diagnosis/locate-evidence.ts");
  return createEvidenceLocator(await context.library.forReading(), (as) => principalsFor(context, as));
}

/** What the library already knows about embedders, so that none has to be asked just to learn it. */
async function storedDims(library: LibraryHandles): Promise<(fingerprint: string) => number | undefined> {
  if (!library.exists()) return () => undefined;
  const generations = await (await library.forReading()).generations();
  return (fingerprint) => generations.find(({ embedder }) => embedder === fingerprint)?.dims;
}

async function searchProject(context: ProjectContext, query: string, options: SearchOptions): Promise<SearchResult> {
  const where = isConditions(options.where) ? parseFilter(...options.where) : options.where;
  await refuseTooOpen(context);
  const retriever = await retrieverOf(context, options.signal);
  return retriever.search({
    query,
    principals: principalsFor(context, options.as),
    limit: options.limit ?? context.project.config.retrieval.limit,
    ...(where === undefined ? {} : { where }),
    ...(options.signal === undefined ? {} : { abortSignal: options.signal }),
  });
}

function isConditions(where: SearchOptions["where"]): where is readonly string[] {
  return Array.isArray(where);
}

async function rebuildProject(context: ProjectContext, options: WriteOptions): Promise<RebuildReport> {
  await context.library.forReading();
  using _lock = await lockLibrary(context, "library rebuild", options);
  return await rebuildLibrary(await maintenanceOptions(context, options));
}

async function rollbackProject(context: ProjectContext, options: WriteOptions): Promise<RebuildReport> {
  await context.library.forReading();
  using _lock = await lockLibrary(context, "library rollback", options);
  return await rollbackLibrary(await maintenanceOptions(context, options));
}

async function verifyProject(
  context: ProjectContext,
  options: WriteOptions & { readonly repair?: boolean },
): Promise<VerifyReport> {
  const store = await context.library.forReading();
  const { signal } = options;
  const { indexer } = context;
  if (options.repair !== true) {
    return verifyLibrary({ store, indexer, repair: false, ...(signal === undefined ? {} : { signal }) });
  }
  using _lock = await lockLibrary(context, "library verify --repair", options);
  return await verifyLibrary({ ...(await maintenanceOptions(context, options)), repair: true });
}
