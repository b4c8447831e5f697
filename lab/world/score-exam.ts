// Scores a file of replies against a file of exam rows: `node lab/world/score-exam.ts --exam FILE --replies FILE`.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { z } from "zod";

import { SchoolbookError } from "../../src/core/errors.ts";
import { type ReplyScore, scoreReply } from "./score-reply.ts";

const rowSchema = z.object({
  id: z.string(),
  expected: z.object({
    answers: z.array(z.array(z.string())),
    refuse: z.boolean(),
    cites: z.array(z.number()),
    house: z
      .object({
        desk: z.string(),
        opening: z.string(),
        fields: z.tuple([z.literal("status"), z.literal("answer"), z.literal("source"), z.literal("desk")]),
      })
      .optional(),
  }),
});

const replySchema = z.object({ id: z.string(), reply: z.string() });

export type ExamScore = {
  readonly questions: number;
  readonly right: number;
  readonly wrong: number;
  readonly refused: number;
  /** Right where an answer was wanted, refused where none was to be had. */
  readonly asExpected: number;
  readonly cited: number;
  readonly houseValid: number;
};

/** Counts over all exam rows; a row without a reply is an error, not a wrong answer. */
export function scoreExam(examText: string, repliesText: string): ExamScore {
  const replies = new Map(lines(repliesText, "replies", replySchema).map(({ id, reply }) => [id, reply]));
  const scores = lines(examText, "exam", rowSchema).map(({ id, expected: { house, ...expected } }) => {
    const reply = replies.get(id);
    if (reply === undefined) throw new SchoolbookError("input_invalid", `There is no reply to question ${id}.`);
    return scoreReply(reply, house === undefined ? expected : { ...expected, house });
  });
  const count = (test: (score: ReplyScore) => boolean | undefined): number =>
    scores.filter((score) => test(score)).length;
  return {
    questions: scores.length,
    right: count(({ verdict }) => verdict === "right"),
    wrong: count(({ verdict }) => verdict === "wrong"),
    refused: count(({ verdict }) => verdict === "refused"),
    asExpected: count(({ asExpected }) => asExpected),
    cited: count(({ cited }) => cited),
    houseValid: count(({ houseValid }) => houseValid),
  };
}

function lines<Row>(text: string, name: string, schema: z.ZodType<Row>): Row[] {
  return text.split("\n").flatMap((line, at) => {
    if (line.trim() === "") return [];
    const parsed = schema.safeParse(JSON.parse(line));
    if (parsed.success) return [parsed.data];
    throw new SchoolbookError("input_invalid", `${name} line ${at + 1}: ${z.prettifyError(parsed.error)}`);
  });
}

function main(): void {
  const { values } = parseArgs({ options: { exam: { type: "string" }, replies: { type: "string" } } });
  if (values.exam === undefined || values.replies === undefined) {
    throw new SchoolbookError("usage", "Both --exam FILE and --replies FILE are needed.");
  }
  const score = scoreExam(readFileSync(values.exam, "utf8"), readFileSync(values.replies, "utf8"));
  process.stdout.write(`${JSON.stringify(score, undefined, 2)}\n`);
}

if (import.meta.main) main();
