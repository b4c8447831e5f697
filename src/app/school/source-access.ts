// Who may read the documents that rows were made from, as the library knows it.
import type { Runtime } from "../../core/runtime.ts";
import type { SourceAccess } from "../../school/check/find-open-rows.ts";
import type { DocumentId } from "../../spec/document.ts";
import { loadProjectOrDefaults } from "../config/load-project.ts";
import { openProject, type OpenOptions } from "../open-project.ts";
import { createLibraryHandles } from "../project/library-handles.ts";
import type { Project } from "../project/project.ts";

export type LibraryAccess = {
  readonly accessOf: SourceAccess;
  /** The document of this id, path or address. */
  readonly idOf: (source: string) => DocumentId | undefined;
};

export async function sourceAccess(open: OpenOptions, runtime: Runtime): Promise<SourceAccess | undefined> {
  return (await libraryAccess(open, runtime))?.accessOf;
}

/**
 * Undefined where there is no project or no library. An operator's view that ignores who asks; throws where the configuration has closed
 * documents since the last sync, as every search does.
 */
export async function libraryAccess(open: OpenOptions, runtime: Runtime): Promise<LibraryAccess | undefined> {
  const { isDefault } = await loadProjectOrDefaults({ ...open, env: runtime.env });
  if (isDefault) return undefined;
  await using project = await openProject({ ...open, runtime });
  return projectAccess(project, runtime);
}

/** The same of a project that is open already. */
export async function projectAccess(
  project: Pick<Project, "settings" | "isCurrent">,
  runtime: Runtime,
): Promise<LibraryAccess | undefined> {
  await using library = createLibraryHandles(project.settings.libraryPath, runtime);
  if (!library.exists()) return undefined;
  await project.isCurrent();
  const store = await library.forReading();
  const known = new Map(
    [...(await store.manifest()).values()].flatMap((entry) => [
      [entry.id, entry] as const,
      [entry.uri, entry] as const,
    ]),
  );
  const find = (source: string) => known.get(source.replace(/^\.\//u, ""));
  return { accessOf: (source) => find(source)?.acl, idOf: (source) => find(source)?.id };
}
