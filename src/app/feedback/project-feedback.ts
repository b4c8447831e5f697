// The feedback of a project as somebody may see it, and what may be added to it: thumbs and reviews.
import { SchoolbookError } from "../../core/errors.ts";
import type { Runtime } from "../../core/runtime.ts";
import { mayShow } from "../../exam/run/plan-rows.ts";
import type { Principals } from "../../spec/access.ts";
import type { Project } from "../project/project.ts";
import { isClearedToday } from "../school/serve-adapter.ts";
import type { GivenAnswer, Judged, Review, Thumb, Use } from "./feedback-line.ts";
import { appendFeedback, type BadLine, type FeedbackLog, readFeedback } from "./feedback-log.ts";

export type Feedback = {
  readonly items: readonly Judged[];
  /** Rest on documents that are gone or closed to the reader by now: nothing of them is shown or used. */
  readonly withheld: number;
  readonly bad: readonly BadLine[];
};

export type FeedbackProject = Pick<Project, "settings" | "principalsOf" | "document">;

export type FeedbackReader = { readonly as: Principals };

/** What others asked is not there for the reader, nor counted. */
export async function projectFeedback(project: FeedbackProject, { as }: FeedbackReader): Promise<Feedback> {
  const log = readFeedback(project.settings);
  const principals = project.principalsOf(as);
  const own = join(log).filter(({ thumb }) => mayShow({ principals: thumb.given.as }, principals));
  const items: Judged[] = [];
  for (const item of own) if (await isOpen(project, item.thumb.given, as)) items.push(item);
  return { items, withheld: own.length - items.length, bad: log.bad };
}

function join({ lines }: FeedbackLog): readonly Judged[] {
  const reviews = new Map(
    lines.flatMap((line): [string, Review][] => (line.kind === "review" ? [[line.of, line]] : [])),
  );
  const uses = Map.groupBy(
    lines.filter((line): line is Use => line.kind === "use"),
    ({ of }) => of,
  );
  const thumbs = lines.filter((line): line is Thumb => line.kind === "thumb");
  return thumbs.map((thumb) => {
    const review = reviews.get(thumb.id);
    return { thumb, uses: uses.get(thumb.id) ?? [], ...(review === undefined ? {} : { review }) };
  });
}

/** By what it was made from as it is now, an adapter's training included. */
export async function isOpen(
  project: FeedbackProject,
  { read, adapter }: Pick<GivenAnswer, "read" | "adapter">,
  as: Principals,
): Promise<boolean> {
  const canRead = async (id: string) => (await project.document(id, { as })) !== undefined;
  if (adapter !== undefined && !(await isClearedToday(adapter, { principals: project.principalsOf(as), canRead }))) {
    return false;
  }
  for (const id of read) if (!(await canRead(id))) return false;
  return true;
}

export type Judgement = {
  readonly thumb: "up" | "down";
  readonly note?: string;
  readonly correct?: string;
  readonly unanswerable?: boolean;
};

/** Recorded for good when this returns. */
export function giveThumb(
  project: Pick<Project, "settings">,
  given: GivenAnswer,
  { thumb, runtime, ...said }: Judgement & { readonly runtime: Runtime },
): Thumb {
  const entry: Thumb = {
    kind: "thumb",
    version: 1,
    id: runtime.newId(),
    thumb,
    at: runtime.now(),
    given,
    ...correction(said),
  };
  appendFeedback(project.settings, entry);
  return entry;
}

export type ReviewOptions = FeedbackReader & {
  readonly id: string;
  readonly decision: "accepted" | "rejected";
  readonly note?: string;
  readonly correct?: string;
  readonly unanswerable?: boolean;
  readonly runtime: Runtime;
};

/** A later review of the same thumb counts. */
export async function reviewThumb(project: FeedbackProject, options: ReviewOptions): Promise<Judged> {
  const { as, decision, runtime } = options;
  const { items } = await projectFeedback(project, { as });
  const item = findItem(items, options.id);
  const review: Review = {
    kind: "review",
    version: 1,
    of: item.thumb.id,
    decision,
    by: as,
    at: runtime.now(),
    ...correction(options),
  };
  const isCorrected =
    (review.correct ?? review.unanswerable ?? item.thumb.correct ?? item.thumb.unanswerable) !== undefined;
  if (decision === "accepted" && item.thumb.thumb === "down" && !isCorrected) throw uncorrected(item.thumb);
  appendFeedback(project.settings, review);
  return { ...item, review };
}

function correction({ note, correct, unanswerable }: Omit<Judgement, "thumb">) {
  if (correct !== undefined && unanswerable === true) {
    throw new SchoolbookError("usage", "An answer that is right and none at all exclude each other.", {
      hint: "Give --correct or --unanswerable.",
    });
  }
  return {
    ...(note === undefined ? {} : { note }),
    ...(correct === undefined ? {} : { correct }),
    ...(unanswerable === true ? { unanswerable: true as const } : {}),
  };
}

/** By the first characters of its id, where no other begins so. */
function findItem(items: readonly Judged[], id: string): Judged {
  const found = items.filter(({ thumb }) => thumb.id.startsWith(id));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const message =
    only === undefined ? `There is no feedback ${id} that you may see.` : `${found.length} thumbs begin with ${id}.`;
  throw new SchoolbookError("not_found", message, { hint: "`schoolbook feedback list` shows what there is." });
}

function uncorrected({ id }: Thumb): SchoolbookError {
  return new SchoolbookError("usage", `Nobody has said what would have been right in ${shortId(id)}.`, {
    hint: "Say it with --correct TEXT or --unanswerable, or turn the thumb down with --reject.",
  });
}

export function shortId(id: string): string {
  return id.slice(0, 8);
}
