// mtrag-human-eval: model answers that three people each have rated and that published judges have scored.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { z } from "zod";

import type { JudgedItem } from "../../src/exam/judge/judged-item.ts";

const FILE = join(
  process.env["SCHOOLBOOK_DATA"] ?? join(import.meta.dirname, "../../../shared/data"),
  "mtrag-human-eval/reference_subset_with_human_evaluations.json.gz",
);

const RATINGS = z.record(z.string(), z.object({ value: z.coerce.number() }));
const SCORE = z.object({ composite: z.object({ value: z.number() }) });
const DATA = z.object({
  evaluations: z.array(
    z.object({
      task_id: z.string(),
      model_id: z.string(),
      annotations: z.object({
        faithfulness: RATINGS,
        appropriateness: RATINGS,
        completeness: RATINGS,
        naturalness: RATINGS,
        rl_f: SCORE,
        rb_llm: SCORE,
        rb_agg: SCORE,
      }),
    }),
  ),
});

export const JUDGES = ["rl_f", "rb_llm", "rb_agg"] as const;
export const QUALITIES = ["faithfulness", "appropriateness", "completeness", "naturalness"] as const;
export type JudgeName = (typeof JUDGES)[number];
export type Quality = (typeof QUALITIES)[number];
export type RatedItem = JudgedItem & { readonly model: string };

export function hasHumanEval(): boolean {
  return existsSync(FILE);
}

/** Every answer with this judge's score and what each person said of this quality; answers to one task are a cluster. */
export function readHumanEval(judge: JudgeName, quality: Quality): readonly RatedItem[] {
  const { evaluations } = DATA.parse(JSON.parse(gunzipSync(readFileSync(FILE)).toString()));
  return evaluations.map(({ task_id: task, model_id: model, annotations }) => ({
    id: `${task} ${model}`,
    cluster: task,
    model,
    judge: annotations[judge].composite.value,
    people: Object.values(annotations[quality]).map(({ value }) => value),
  }));
}
