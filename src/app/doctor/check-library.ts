// Whether the library opens, was built by the settings in force, and can be read by somebody.
import { toSchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import { generationSpec, matchesSpec } from "../../library/sync/generation-spec.ts";
import type { GenerationSpec, ManifestEntry, Store } from "../../spec/store.ts";
import type { LoadedProject } from "../config/load-project.ts";
import { createIndexer } from "../project/create-indexer.ts";
import { createLibraryHandles } from "../project/library-handles.ts";
import { checkRules } from "./check-rules.ts";
import { type Check, countOf } from "./check.ts";

export async function checkLibrary(
  project: LoadedProject,
  wiring: { readonly runtime: Runtime; readonly offline: boolean },
): Promise<readonly Check[]> {
  const { config, libraryPath } = project;
  await using library = createLibraryHandles(libraryPath, wiring.runtime);
  try {
    if (!library.exists()) return [notYet()];
    const store = await library.forReading();
    const manifest = await store.manifest();
    const wanted = generationSpec(createIndexer(config.chunking), undefined);
    return [
      await checkContent(store),
      await checkSettings(store, wanted),
      checkReaders([...manifest.values()]),
      ...(await checkRules(project, store, wiring)),
    ];
  } catch (thrown) {
    const { message, hint } = toSchoolbookError(thrown);
    return [{ name: "library", status: "fail", message, remedy: hint }];
  }
}

function notYet(): Check {
  return { name: "library", status: "warn", message: "there is none yet", remedy: "Run `schoolbook library sync`." };
}

async function checkContent(store: Store): Promise<Check> {
  const { documents, passages, bytes } = await store.stats();
  if (documents === 0) return { ...notYet(), message: "it holds no documents yet" };
  const size = `${(bytes / 1e6).toFixed(1)} MB`;
  const counts = `${countOf(documents, "document")}, ${countOf(passages, "passage")}`;
  return { name: "library", status: "ok", message: `${counts}, ${size}` };
}

async function checkSettings(store: Store, wanted: GenerationSpec): Promise<Check> {
  const name = "generation";
  const active = (await store.generations()).find(({ state }) => state === "active");
  if (active === undefined) return { ...notYet(), name, message: "none is in use yet" };
  if (matchesSpec(active, wanted))
    return { name, status: "ok", message: `${active.id}, built by the settings in force` };
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
