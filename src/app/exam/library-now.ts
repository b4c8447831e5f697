// As much of the library as whoever looks at a stored run may read today: what has been closed since the run is shown no more.
import { type ErrorCode, SchoolbookError } from "../../core/errors.ts";
import { documentsOf } from "../../exam/report/withhold.ts";
import type { Document } from "../../spec/document.ts";
import type { Question, Trial } from "../../spec/exam.ts";
import type { Project, Reader } from "../project/project.ts";

export type ReadNow = {
  readonly read: (name: string) => Document | undefined;
  /** Why nothing of the library can be read; undefined: it can. */
  readonly problem: string | undefined;
};

export type Shown = { readonly questions: readonly Question[]; readonly trials: Iterable<Trial> };

/** Everything that they refer to, read once. Where there is no library to hold it against, nothing of it may be shown. */
export async function libraryNow(
  project: Pick<Project, "document">,
  { questions, trials }: Shown,
  as: Reader["as"],
): Promise<ReadNow> {
  const names = new Set(questions.flatMap(({ expected }) => expected.sources ?? []));
  for (const trial of trials) for (const id of documentsOf(trial)) names.add(id);
  return readDocuments(project, names, as);
}

/** What there is no library for cannot be read. */
export async function readDocuments(
  project: Pick<Project, "document">,
  names: Iterable<string>,
  as: Reader["as"],
): Promise<ReadNow> {
  const documents = new Map<string, Document | undefined>();
  try {
    for (const name of names) documents.set(name, await project.document(name, { as }));
  } catch (error) {
    if (!(error instanceof SchoolbookError) || !UNREADABLE.has(error.code)) throw error;
    return { read: () => undefined, problem: `${error.message} ${error.hint}` };
  }
  return { read: (name) => documents.get(name), problem: undefined };
}

const UNREADABLE: ReadonlySet<ErrorCode> = new Set([
  "library_missing",
  "library_damaged",
  "library_newer",
  "library_outdated",
]);
