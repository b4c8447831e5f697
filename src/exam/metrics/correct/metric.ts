// Correct: all that the question expects of an answer's content and form holds. What estimates, comparisons and gates go by.
import type { Score } from "../../../spec/exam.ts";
import { tryJson } from "../../find-json.ts";
import { contains } from "../contains/metric.ts";
import { excludes } from "../excludes/metric.ts";
import { jsonFields } from "../json-fields/metric.ts";
import { jsonValidity } from "../json-validity/metric.ts";
import { label } from "../label/metric.ts";
import type { MetricMaker } from "../metric-maker.ts";
import { number } from "../number/metric.ts";
import { holdsText, plainWords } from "../plain-words.ts";
import { appliesTo, metricOf, passed } from "../score-answer.ts";
import { sql } from "../sql/metric.ts";
import { style } from "../style/metric.ts";

const PARTS = [contains, excludes, number, label, jsonValidity, jsonFields, style, sql] as const;

/** Sources and quotes have metrics of their own: an answer can be right without the citation that was expected. */
export const correct: MetricMaker = (context) => {
  const parts = PARTS.map((make) => make(context));
  return metricOf({
    name: "correct",
    needs: ["answers", "contains", "excludes", "number", "label", "json", "style", "sql", "unanswerable"],
    unit: "share",
    better: "higher",
    scoresAbstention: true,
    scoreAnswered: async ({ answer, expected, trial }) => {
      if (expected.unanswerable === true) return passed(!answer.answered, "answered what has no answer");
      if (!answer.answered) return { kind: "abstained" };
      const { answers } = expected;
      if (answers !== undefined && !answers.some((accepted) => saysIt(answer.text, accepted)))
        return passed(false, `none of the accepted answers is in it: ${answers.slice(0, 3).join("; ")}`);
      for (const part of parts) {
        if (!appliesTo(part, trial.question)) continue;
        const wrong = wrongness(part.name, await part.score(trial));
        if (wrong !== undefined) return wrong;
      }
      return passed(true);
    },
  });
};

/** Of JSON its values, each apart: brackets and quotation marks would join the words on both sides of them. */
function spokenText(reply: string): string {
  const parsed = /^\s*[[{]/u.test(reply) ? tryJson(reply) : undefined;
  return parsed === undefined ? reply : valuesIn(parsed.value).join("\n");
}

/** The number of a source is no number of the answer. */
const NUMBER_OF_A_SOURCE = /^(?:source|passage|citation|reference|ref)$/iu;

function valuesIn(value: unknown): readonly string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === "number" && NUMBER_OF_A_SOURCE.test(key) ? [] : valuesIn(inner),
  );
}

function wrongness(name: string, score: Score): Score | undefined {
  if (score.kind !== "scored") return score;
  return score.value === 1 ? undefined : passed(false, `${name}: ${score.detail ?? score.value}`);
}

/** The accepted answer stands in the text, word by word: a whole sentence around it is no mistake. Numbers are whole ones. */
function saysIt(reply: string, accepted: string): boolean {
  const text = spokenText(reply);
  const wanted = ` ${plainWords(accepted).join(" ")} `;
  const isThere = ` ${plainWords(text).join(" ")} `.includes(wanted);
  return isThere && (!/\p{Nd}/u.test(accepted) || holdsText(text, accepted));
}
