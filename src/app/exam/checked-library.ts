// The library as a check of questions looks at it.
import type { CheckedLibrary } from "../../exam/check/check-questions.ts";
import { expandPrincipals } from "../expand-principals.ts";
import { findDocument } from "../project/place-of.ts";
import type { ProjectContext } from "../project/project-context.ts";

export type CheckedLibraryOptions = {
  /** Whether whoever checks may learn that a document exists which the asker may not read: an operator, not an asker. */
  readonly tellsClosed: boolean;
};

/** What of a project it takes. */
type Checked = Pick<ProjectContext, "project" | "library">;

export function checkedLibrary(context: Checked, { tellsClosed }: CheckedLibraryOptions): CheckedLibrary {
  const { people } = context.project.config;
  return {
    read: async (name, principals) => (await findDocument(context, name, expandPrincipals(principals, people)))?.text,
    ...(tellsClosed ? { exists: existence(context) } : {}),
  };
}

/** The manifest is read once for all questions. */
function existence(context: Checked): (name: string) => Promise<boolean> {
  let names: Promise<ReadonlySet<string>> | undefined;
  const readNames = async (): Promise<ReadonlySet<string>> => {
    const store = await context.library.forReading();
    return new Set([...(await store.manifest()).values()].flatMap(({ id, uri }) => [id, uri]));
  };
  return async (name) => {
    names ??= readNames();
    return (await names).has(name.replace(/^\.\//u, ""));
  };
}
