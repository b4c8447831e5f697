// The lines of the feedback log: what somebody thought of an answer, what a review made of it, and what it was used for.
import { z } from "zod";

const TEXT = z.string().min(1);
/** As they were named; a name that is nobody's grants nothing. */
const WHO = z.array(TEXT).min(1).readonly();

const SOURCE = z
  .strictObject({ documentId: TEXT, contentHash: TEXT, uri: TEXT, title: z.string(), quote: z.string() })
  .readonly();

const ACL = z.array(TEXT).readonly();

/** Who may see what an adapter says: cleared for each list, and for each document that it was made from as it is by then. */
const GIVEN_ADAPTER = z
  .strictObject({ name: TEXT, acls: z.array(ACL).readonly(), sources: z.array(TEXT).readonly() })
  .readonly();

export type GivenAdapter = z.output<typeof GIVEN_ADAPTER>;

/** An answer as it was given, with everything that it may rest on. */
export const GIVEN_ANSWER = z
  .strictObject({
    question: TEXT,
    /** Whoever asked, as they were named: nobody who is not all of them is shown it. */
    as: WHO,
    text: z.string(),
    answered: z.boolean(),
    model: TEXT,
    /** As it was when it answered: it may be trained anew under its name. */
    adapter: GIVEN_ADAPTER.optional(),
    sources: z.array(SOURCE).readonly(),
    /** Every document that was laid before the answerer, cited or not. */
    read: z.array(TEXT).readonly(),
    /** Hash of the state of those documents. */
    library: TEXT,
    /** Version of this program. */
    schoolbook: TEXT,
    at: z.number(),
  })
  .readonly();

export type GivenAnswer = z.output<typeof GIVEN_ANSWER>;

const CORRECTION = {
  /** Words that a right answer holds. */
  correct: TEXT.optional(),
  /** Right is to say that it is not in the documents. */
  unanswerable: z.literal(true).optional(),
  note: TEXT.optional(),
};

const THUMB = z
  .strictObject({
    kind: z.literal("thumb"),
    version: z.literal(1),
    id: TEXT,
    thumb: z.enum(["up", "down"]),
    at: z.number(),
    given: GIVEN_ANSWER,
    ...CORRECTION,
  })
  .readonly();

const REVIEW = z
  .strictObject({
    kind: z.literal("review"),
    version: z.literal(1),
    of: TEXT,
    decision: z.enum(["accepted", "rejected"]),
    by: WHO,
    at: z.number(),
    ...CORRECTION,
  })
  .readonly();

const USE = z
  .strictObject({
    kind: z.literal("use"),
    version: z.literal(1),
    of: TEXT,
    as: z.enum(["exam", "examples"]),
    file: TEXT,
    at: z.number(),
  })
  .readonly();

export const FEEDBACK_LINE = z.discriminatedUnion("kind", [THUMB, REVIEW, USE]);

export type Thumb = z.output<typeof THUMB>;
export type Review = z.output<typeof REVIEW>;
export type Use = z.output<typeof USE>;
export type FeedbackLine = Thumb | Review | Use;

/** A thumb with the last review of it and all that was made of it. */
export type Judged = { readonly thumb: Thumb; readonly review?: Review; readonly uses: readonly Use[] };

/** What is known to be right: the review's word counts before that of whoever gave the thumb. */
export function correctionOf({ thumb, review }: Judged): Pick<Thumb, "correct" | "unanswerable"> {
  if (review?.correct !== undefined || review?.unanswerable !== undefined) return pick(review);
  return pick(thumb);
}

function pick({ correct, unanswerable }: Pick<Thumb, "correct" | "unanswerable">) {
  return { ...(correct === undefined ? {} : { correct }), ...(unanswerable === undefined ? {} : { unanswerable }) };
}
