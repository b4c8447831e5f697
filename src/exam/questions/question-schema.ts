// What a question is in a file: one schema for JSONL, YAML and CSV, with what may be left out and what it then is.
import { z } from "zod";

import { shortHash } from "../../core/hash.ts";
import { isPrincipal, PRINCIPAL_FORM } from "../../core/principal.ts";
import type { Principals } from "../../spec/access.ts";
import type { Question } from "../../spec/exam.ts";

const TEXT = z.string().refine((text) => text.trim() !== "", "some text");
const TEXTS = z.array(TEXT).min(1);
const PRINCIPALS = z.array(z.string().refine(isPrincipal, PRINCIPAL_FORM)).min(1);

const PATTERN = TEXT.describe("A regular expression of JavaScript");
const RANGE = { min: z.int().min(0).optional(), max: z.int().min(0).optional() };

const STYLE_RULE = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("words"), ...RANGE }),
  z.strictObject({ kind: z.literal("sentences"), ...RANGE }),
  z.strictObject({ kind: z.literal("characters"), ...RANGE }),
  z.strictObject({ kind: z.literal("starts-with"), text: TEXT, ignoreCase: z.boolean().optional() }),
  z.strictObject({ kind: z.literal("ends-with"), text: TEXT, ignoreCase: z.boolean().optional() }),
  z.strictObject({ kind: z.literal("matches"), pattern: PATTERN, flags: z.string().optional() }),
  z.strictObject({ kind: z.literal("does-not-match"), pattern: PATTERN, flags: z.string().optional() }),
]);

const CHECKED_STYLE_RULE = STYLE_RULE.superRefine((rule, context) => {
  if ("pattern" in rule && !isPattern(rule.pattern, rule.flags))
    context.addIssue({ code: "custom", path: ["pattern"], message: "a valid regular expression" });
  if ("min" in rule && rule.min !== undefined && rule.max !== undefined && rule.min > rule.max)
    context.addIssue({ code: "custom", path: ["max"], message: `at least \`min\`, which is ${rule.min}` });
});

function isPattern(pattern: string, flags: string | undefined): boolean {
  try {
    return new RegExp(pattern, flags) instanceof RegExp;
  } catch {
    // why: the only thing that it throws is that this is no pattern.
    return false;
  }
}

const JSON_OBJECT = z.record(z.string(), z.unknown());

const EXPECTED = z
  .strictObject({
    answers: TEXTS.optional().describe("Accepted answers; any one of them is right"),
    contains: TEXTS.optional().describe("Each has to stand in the answer"),
    excludes: TEXTS.optional().describe("None may stand in the answer"),
    number: z
      .strictObject({ value: z.number(), tolerance: z.number().min(0).default(0) })
      .optional()
      .describe("A number, and how far off it may be"),
    json: z
      .strictObject({ schema: JSON_OBJECT, fields: JSON_OBJECT.optional() })
      .optional()
      .describe("A JSON Schema that the answer fits, and values of its fields"),
    style: z.array(CHECKED_STYLE_RULE).min(1).optional().describe("Rules for the form of the answer"),
    sql: z
      .strictObject({ database: TEXT, queries: TEXTS, ordered: z.boolean().optional() })
      .optional()
      .describe("Queries of which one gives the rows that the answer's query has to give"),
    label: TEXT.optional().describe("The one right label"),
    sources: TEXTS.optional().describe("Documents that hold the answer, by id or address"),
    quotes: TEXTS.optional().describe("Words of the documents that hold the answer"),
    criteria: TEXTS.optional().describe("What a judge is asked whether the answer fulfils it"),
    unanswerable: z.boolean().optional().describe("True: the documents do not answer it"),
  })
  .superRefine((expected, context) => {
    const wanted = Object.values(expected).some((value) => value !== undefined && value !== false);
    if (!wanted) context.addIssue({ code: "custom", path: [], message: "at least one thing that is expected" });
    const told = expected.answers ?? expected.number ?? expected.label ?? expected.sql;
    if (expected.unanswerable === true && told !== undefined)
      context.addIssue({ code: "custom", path: ["unanswerable"], message: "no answer beside it" });
  });

const MESSAGE = z.strictObject({ role: z.enum(["system", "user", "assistant"]), content: TEXT });

export const QUESTION_SCHEMA = z.strictObject({
  id: TEXT.optional().describe(
    "Names the question for good; default: made from its words, and from who asks where several ask in the same words",
  ),
  question: TEXT.describe("As it is asked"),
  history: z.array(MESSAGE).min(1).optional().describe("What was said before it, oldest first"),
  principals: PRINCIPALS.optional().describe("Who asks, such as `public` or `user:ann`"),
  expected: EXPECTED.describe("What a right answer is"),
  axis: z.enum(["knowledge", "behaviour", "both"]).default("knowledge").describe("What it takes to answer it"),
  tags: TEXTS.or(z.tuple([])).default([]).describe("Words to pick questions by"),
  cluster: TEXT.optional().describe(
    "What its mistakes have in common with others'; default: its first source, or its id",
  ),
});

export type WrittenQuestion = z.output<typeof QUESTION_SCHEMA>;

/** Who asks where the file does not say so. It is always told, never assumed. */
export type AskedBy = Principals | undefined;

/** The question with what the file left out. Undefined where nobody said who asks. */
export function completeQuestion(written: WrittenQuestion, askedBy: AskedBy): Question | undefined {
  const { id: givenId, history, principals = askedBy, cluster, expected, ...rest } = written;
  if (principals === undefined) return undefined;
  const id = givenId ?? idFor(written);
  return {
    ...rest,
    id,
    principals,
    ...(history === undefined ? {} : { history }),
    // why: what the schema leaves undefined is left out, so that questions compare equal after a round trip.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    expected: JSON.parse(JSON.stringify(expected)) as Question["expected"],
    cluster: cluster ?? expected.sources?.[0] ?? id,
  };
}

/** The same for the same words, wherever they stand in the file. */
export function idFor({ question, history }: Pick<WrittenQuestion, "question" | "history">): string {
  return `q-${shortHash(JSON.stringify([question, history ?? []])).slice(0, 10)}`;
}
