// As much of the library as whoever looks at a stored run may read today: what has been closed since the run is shown no more.
import { type ErrorCode, SchoolbookError } from "../../core/errors.ts";
import { type ArmNow, documentsOf } from "../../exam/report/withhold.ts";
import { readShelf } from "../../school/adapters/adapter-shelf.ts";
import type { Document } from "../../spec/document.ts";
import type { Arm, Question, Trial } from "../../spec/exam.ts";
import { exampleAccess, isToldTo } from "../ladder/climb/example-access.ts";
import type { Project, Reader } from "../project/project.ts";
import { isClearedToday } from "../school/serve-adapter.ts";
import { shelfOf } from "../school/shelf-of.ts";

export type ReadNow = {
  readonly read: (name: string) => Document | undefined;
  readonly arms?: ReadonlyMap<string, ArmNow>;
  /** Why nothing of the library can be read; undefined: it can. */
  readonly problem: string | undefined;
};

export type Shown = {
  readonly questions: readonly Question[];
  readonly arms: readonly Arm[];
  readonly trials: Iterable<Trial>;
};

/** Everything that they refer to, read once. Where there is no library to hold it against, nothing of it may be shown. */
export async function libraryNow(
  project: Pick<Project, "document" | "settings" | "principalsOf">,
  { questions, arms, trials }: Shown,
  as: Reader["as"],
): Promise<ReadNow> {
  const names = new Set(questions.flatMap(({ expected }) => expected.sources ?? []));
  for (const trial of trials) for (const id of documentsOf(trial)) names.add(id);
  const examples = new Map(arms.map(({ name, template }) => [name, exampleAccess(project, template)]));
  for (const access of examples.values())
    if (typeof access === "object") for (const id of access.sources) names.add(id);
  const adapters = new Map(arms.map((arm) => [arm.name, adaptersOf(project, arm)]));
  for (const adapter of [...adapters.values()].flat()) for (const id of adapter.sources ?? []) names.add(id);
  const library = await readDocuments(project, names, as);
  const canRead = async (id: string) => Promise.resolve(library.read(id) !== undefined);
  const reader = project.principalsOf(as);
  const kinds = new Map<string, ArmNow>();
  for (const arm of arms) {
    const access = examples.get(arm.name);
    const isTold =
      access === undefined || (access !== "unsaid" && isToldTo(access, reader, (id) => library.read(id) !== undefined));
    const own = adapters.get(arm.name) ?? [];
    const cleared = await Promise.all(own.map(async (one) => isClearedToday(one, { principals: reader, canRead })));
    const isCleared = cleared.every(Boolean);
    const isTaught = arm.adapter !== undefined || access !== undefined;
    const usual = arm.context.kind === "none" ? "bare" : "reads";
    kinds.set(arm.name, !isTold || !isCleared ? "closed" : isTaught ? "taught" : usual);
  }
  return { ...library, arms: kinds };
}

/** By its weights: of one that is not on the shelf any more nobody knows what it was trained on. */
function adaptersOf({ settings }: Pick<Project, "settings">, { adapter }: Arm) {
  if (adapter?.hash === undefined) return [];
  return readShelf(shelfOf(settings)).adapters.filter(({ weightsHash }) => weightsHash === adapter.hash);
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
