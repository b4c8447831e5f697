// Whether the library opens, was built by the settings in force, and can be read by somebody.
import { counted } from "../../core/counted.ts";
import { toSchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import { generationSpec, lacksOnlyVectors, matchesSpec } from "../../library/sync/generation-spec.ts";
import type { GenerationSpec, ManifestEntry, Store } from "../../spec/store.ts";
import type { LoadedProject } from "../config/load-project.ts";
import { placesOf } from "../models/model-context.ts";
import { createSearchModels } from "../models/open-search-models.ts";
import { createIndexer } from "../project/create-indexer.ts";
import { createLibraryHandles } from "../project/library-handles.ts";
import { checkRules } from "./check-rules.ts";
import type { Check } from "./check.ts";

type Wiring = { readonly runtime: Runtime; readonly offline: boolean };

export async function checkLibrary(project: LoadedProject, { runtime, offline }: Wiring): Promise<readonly Check[]> {
  await using library = createLibraryHandles(project.libraryPath, runtime);
  try {
    if (!library.exists()) return [notYet()];
    const store = await library.forReading();
    const manifest = await store.manifest();
    const wanted = await wantedSpec(project, store, { runtime, offline });
    return [
      await checkContent(store),
      await checkSettings(store, wanted),
      checkReaders([...manifest.values()]),
      ...(await checkRules(project, store, { runtime, offline })),
    ];
  } catch (thrown) {
    const { message, hint } = toSchoolbookError(thrown);
    return [{ name: "library", status: "fail", message, remedy: hint }];
  }
}

/** As the settings in force would build it. An embedder that is not ready is told by its own check, and counts here as the right one. */
async function wantedSpec(project: LoadedProject, store: Store, wiring: Wiring): Promise<GenerationSpec> {
  const { config } = project;
  const indexer = createIndexer(config.chunking);
  const active = (await store.generations()).find(({ state }) => state === "active");
  const built = { embedder: active?.embedder ?? null, dims: active?.dims ?? 0 };
  // why: any length will do to learn the embedder's name, and then no server is asked for a vector.
  const knownDims = async () => () => Math.max(1, built.dims);
  await using models = createSearchModels({ config, ...wiring, ...placesOf(project), knownDims });
  try {
    return generationSpec(indexer, await models.embedder());
  } catch {
    // why: see above; whatever keeps it from being opened is the readiness check's to tell.
    return { ...generationSpec(indexer, undefined), ...built };
  }
}

function notYet(): Check {
  return { name: "library", status: "warn", message: "there is none yet", remedy: "Run `schoolbook library sync`." };
}

async function checkContent(store: Store): Promise<Check> {
  const { documents, passages, bytes } = await store.stats();
  if (documents === 0) return { ...notYet(), message: "it holds no documents yet" };
  const size = `${(bytes / 1e6).toFixed(1)} MB`;
  const counts = `${counted(documents, "document")}, ${counted(passages, "passage")}`;
  return { name: "library", status: "ok", message: `${counts}, ${size}` };
}

async function checkSettings(store: Store, wanted: GenerationSpec): Promise<Check> {
  const name = "generation";
  const active = (await store.generations()).find(({ state }) => state === "active");
  if (active === undefined) return { ...notYet(), name, message: "none is in use yet" };
  if (matchesSpec(active, wanted))
    return { name, status: "ok", message: `${active.id}, built by the settings in force` };
  if (lacksOnlyVectors(active, wanted)) {
    const remedy = "Run `schoolbook library sync`; it adds them. `embedder: false` leaves it so.";
    return { name, status: "warn", message: `${active.id} has no vectors yet: searches go by words`, remedy };
  }
  const message = `${active.id} was built by other settings than those in force`;
  return { name, status: "warn", message, remedy: "Run `schoolbook library rebuild`." };
}

/** Documents that nobody may read are nearly always an oversight. */
function checkReaders(entries: readonly ManifestEntry[]): Check {
  const name = "access";
  const closed = entries.filter(({ acl }) => acl.length === 0);
  if (closed.length === 0) return { name, status: "ok", message: "every document can be read by somebody" };
  const examples = closed.slice(0, 3).map(({ uri }) => uri);
  const verb = closed.length === 1 ? "is a document" : "are documents";
  const message = `${closed.length} of ${entries.length} ${verb} that nobody may read, such as ${examples.join(", ")}`;
  const remedy =
    "Say who may in the source's `access`, in front matter, in a meta tag or in a column; then run `schoolbook library sync`.";
  return { name, status: "warn", message, remedy };
}
